from django.urls import path

from linli.grid.overview import bulk_views, views

urlpatterns = [
    path("board/", views.event_board, name="event_board"),
    path("map/", views.event_map, name="event_map"),
    path("map/points.json", views.event_map_points, name="event_map_points"),
    path("bulk/", bulk_views.event_bulk, name="event_bulk"),
]
