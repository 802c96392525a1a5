from django.urls import path

from linli.organisations.support import views

urlpatterns = [path("support/", views.support_schemes, name="support_schemes")]
