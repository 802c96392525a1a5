from django.urls import path

from linli.grid.disputes import views

urlpatterns = [
    path("disputes/", views.disputes, name="disputes"),
    path("disputes/new/", views.dispute_new, name="dispute_new"),
    path("disputes/<str:number>/", views.dispute, name="dispute"),
    path("disputes/<str:number>/parties/<uuid:party>/", views.dispute_party, name="dispute_party"),
    path("disputes/<str:number>/agreements/<uuid:key>.pdf", views.dispute_agreement, name="dispute_agreement"),
    path("disputes/<str:number>/<slug:move>/", views.dispute_move, name="dispute_move"),
    path("mediations/<str:number>/", views.dispute_part, name="dispute_part"),
    path("mediations/<str:number>/<slug:move>/", views.dispute_part_move, name="dispute_part_move"),
]
