from django.urls import include, path

from linli.flow.views import records_export
from linli.organisations.registry import views

urlpatterns = [
    path("", include("linli.organisations.registry.directory.urls")),
    path("", include("linli.organisations.registry.imports.urls")),
    path("", include("linli.organisations.registry.catalogue.urls")),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/export/", records_export, {"kind": "organisation"}, name="organisations_export"),
    path("organisations/<str:number>/charter/", views.organisation_charter, name="organisation_charter"),
    path("organisations/<str:number>/people/", views.organisation_people, name="organisation_people"),
    path("organisations/<str:number>/", views.organisation, name="organisation"),
]
