from django.urls import path

from linli.events.core.overview import views
from linli.flow.views import records_several

urlpatterns = [
    path("board/", views.event_board, name="event_board"),
    path("map/", views.event_map, name="event_map"),
    path("map/points.json", views.event_map_points, name="event_map_points"),
    path("bulk/", records_several, {"kind": "event"}, name="event_bulk"),
]
