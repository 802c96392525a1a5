from django.urls import path

from linli.organisations.registry import views

urlpatterns = [
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/export/", views.organisations_export, name="organisations_export"),
    path("organisations/<str:number>/charter/", views.organisation_charter, name="organisation_charter"),
    path("organisations/<str:number>/people/", views.organisation_people, name="organisation_people"),
    path("organisations/<str:number>/", views.organisation, name="organisation"),
]
