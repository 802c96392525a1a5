from django.urls import path

from linli.flow import views

urlpatterns = [
    path("records/<slug:kind>/", views.records, name="records"),
    path("records/<slug:kind>/export/", views.records_export, name="records_export"),
    path("records/<slug:kind>/several/", views.records_several, name="records_several"),
    path("records/<slug:kind>/new/", views.record_new, name="record_new"),
    path("records/<slug:kind>/<str:number>/", views.record, name="record"),
    path("records/<slug:kind>/<str:number>/<slug:move>/", views.record_move, name="record_move"),
]
