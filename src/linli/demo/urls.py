from django.urls import path

from linli.demo import views

urlpatterns = [path("", views.people, name="demo_people")]
