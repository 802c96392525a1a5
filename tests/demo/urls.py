"""The addresses of an installation that ``./linli demo`` started."""

from django.urls import include, path

from linli.site.urls import urlpatterns as site

urlpatterns = [*site, path("demo/", include("linli.demo.urls"))]
