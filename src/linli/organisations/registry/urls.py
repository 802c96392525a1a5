from django.urls import path

from linli.organisations.registry import views

urlpatterns = [
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<str:number>/", views.organisation, name="organisation"),
]
