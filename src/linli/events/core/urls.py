from django.urls import include, path

from linli.events.core import public_views, views
from linli.flow.views import records_export

urlpatterns = [
    path("", include("linli.events.core.likeness.urls")),
    path("", include("linli.events.core.parts.urls")),
    path("", include("linli.events.core.setup.urls")),
    path("events/", views.events, name="events"),
    path("events/export/", records_export, {"kind": "event"}, name="events_export"),
    path("events/new/", views.event_new, name="event_new"),
    path("events/", include("linli.events.core.overview.urls")),
    path("events/<str:number>/", views.event, name="event"),
    path("events/<str:number>/photos/<uuid:photo>/", views.event_photo, name="event_photo"),
    path("events/<str:number>/<slug:move>/", views.event_move, name="event_move"),
    path("c/<str:code>/report/", public_views.report_at, name="report_at"),
    path("track/", public_views.track, name="track"),
    path("track/<str:number>/", public_views.tracked, name="tracked"),
    path("track/<str:number>/photos/<uuid:photo>/", public_views.tracked_photo, name="tracked_photo"),
    path("track/<str:number>/<slug:move>/", public_views.tracked_move, name="tracked_move"),
]
