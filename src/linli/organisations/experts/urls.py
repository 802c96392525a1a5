from django.urls import path

from linli.organisations.experts import views

urlpatterns = [
    path("experts/", views.experts, name="experts"),
    path("experts/<str:number>/", views.expert, name="expert"),
    path("draws/", views.draws, name="draws"),
    path("draws/<str:number>/", views.draw, name="draw"),
    path("draws/<str:number>/list.txt", views.draw_list, name="draw_list"),
    path("draws/<str:number>/draw.json", views.draw_file, name="draw_file"),
]
