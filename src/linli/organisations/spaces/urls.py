from django.urls import path

from linli.organisations.spaces import views

urlpatterns = [
    path("spaces/", views.space_agreements, name="space_agreements"),
    path("spaces/<str:number>/", views.space_agreement, name="space_agreement"),
]
