from django.urls import path

from linli.flow import views

urlpatterns = [
    path("records/<slug:kind>/new/", views.record_new, name="record_new"),
    path("records/<slug:kind>/<str:number>/", views.record, name="record"),
    path("records/<slug:kind>/<str:number>/<slug:move>/", views.record_move, name="record_move"),
]
