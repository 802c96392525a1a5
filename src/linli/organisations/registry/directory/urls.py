from django.urls import path

from linli.organisations.registry.directory import views

urlpatterns = [
    path("directory/", views.directory, name="directory"),
    path("directory/points/", views.directory_points, name="directory_points"),
    path("directory/<str:number>/", views.directory_organisation, name="directory_organisation"),
]
