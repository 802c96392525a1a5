from django.urls import path

from linli.organisations.registry.catalogue import views

urlpatterns = [
    path("setup/fields/", views.fields_of_work, name="fields_of_work"),
    path("setup/fields/new/", views.field_of_work_new, name="field_of_work_new"),
    path("setup/fields/<slug:code>/", views.field_of_work, name="field_of_work"),
]
