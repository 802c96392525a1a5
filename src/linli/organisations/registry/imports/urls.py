from django.urls import path

from linli.organisations.registry.imports import views

urlpatterns = [
    path("organisations/imports/", views.organisation_imports, name="organisation_imports"),
    path("organisations/imports/<uuid:key>/", views.organisation_import, name="organisation_import"),
]
