from django.urls import path

from linli.places import redraw_pages, views

urlpatterns = [
    path("places/", views.places, name="places"),
    path("places/<str:code>/", views.place, name="place"),
    path("places/<str:code>/children.geojson", views.place_children, name="place_children"),
    path("places/<str:code>/rename/", redraw_pages.place_rename, name="place_rename"),
    path("places/<str:code>/recode/", redraw_pages.place_recode, name="place_recode"),
    path("places/<str:code>/merge/", redraw_pages.place_merge, name="place_merge"),
    path("places/<str:code>/split/", redraw_pages.place_split, name="place_split"),
    path("places/<str:code>/move/", redraw_pages.place_move_buildings, name="place_move_buildings"),
    path("rules/", views.rules_page, name="rules"),
    path("rules/<str:name>/", views.rule, name="rule"),
    path("rules/<str:name>/set/", views.rule_set, name="rule_set"),
    path("rules/overrides/<uuid:key>/withdraw/", views.rule_withdraw, name="rule_withdraw"),
]
