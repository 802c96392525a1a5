from django.urls import path

from linli.events.imports import views

urlpatterns = [
    path("events/history/", views.event_history, name="event_history"),
    path("setup/imports/", views.event_imports, name="event_imports"),
    path("setup/imports/<uuid:key>/", views.event_import, name="event_import"),
    path("setup/imports/<uuid:key>/columns/", views.event_import_columns, name="event_import_columns"),
    path("setup/imports/<uuid:key>/words/", views.event_import_words, name="event_import_words"),
    path("setup/imports/<uuid:key>/start/", views.event_import_start, name="event_import_start"),
    path("setup/imports/<uuid:key>/errors/", views.event_import_errors, name="event_import_errors"),
]
