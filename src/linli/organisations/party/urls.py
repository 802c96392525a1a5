from django.urls import path

from linli.organisations.party import views

urlpatterns = [
    path("party/", views.party, name="party"),
    path("party/organisations/", views.party_organisations, name="party_organisations"),
    path("party/organisations/<str:number>/", views.party_organisation, name="party_organisation"),
    path("party/groups/<str:number>/", views.party_group, name="party_group"),
    path("party/hostings/<str:number>/", views.hosting, name="hosting"),
    path("party/hostings/<str:number>/photos/<uuid:photo>/", views.hosting_photo, name="hosting_photo"),
]
