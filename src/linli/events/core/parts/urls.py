from django.urls import path

from linli.events.core.parts import views

urlpatterns = [
    path("parts/<str:number>/", views.part, name="part"),
    path("parts/<str:number>/<slug:move>/", views.part_move, name="part_move"),
]
