"""Every address, and nothing else."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from linli.site import flows_page, health, home, shell
from linli.site.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("c/<str:code>/", home.community, name="community"),
    path("health/", health.health, name="health"),
    path("flows/<slug:kind>/", flows_page.flow, name="flow"),
    path("look/", shell.set_look, name="set_look"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("api/", api.urls),
    path("", include("linli.inbox.urls")),
    path("", include("linli.grid.urls")),
    path("", include("linli.people.urls")),
    path("", include("linli.places.urls")),
    path("", include("linli.audit.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("linli.demo.urls")))
