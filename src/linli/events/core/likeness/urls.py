from django.urls import path

from linli.events.core.likeness import views

urlpatterns = [
    path("events/similar/", views.event_similar, name="event_similar"),
    path("c/<str:code>/report/similar/", views.report_similar, name="report_similar"),
]
