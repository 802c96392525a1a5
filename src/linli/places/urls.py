from django.urls import path

from linli.places import estate_pages, premises_pages, redraw_pages, views

urlpatterns = [
    path("places/", views.places, name="places"),
    path("places/<str:code>/", views.place, name="place"),
    path("places/<str:code>/children.geojson", views.place_children, name="place_children"),
    path("places/<str:code>/rename/", redraw_pages.place_rename, name="place_rename"),
    path("places/<str:code>/recode/", redraw_pages.place_recode, name="place_recode"),
    path("places/<str:code>/merge/", redraw_pages.place_merge, name="place_merge"),
    path("places/<str:code>/split/", redraw_pages.place_split, name="place_split"),
    path("places/<str:code>/move/", redraw_pages.place_move_buildings, name="place_move_buildings"),
    path("places/estates/<uuid:key>/", estate_pages.estate_edit, name="estate_edit"),
    path("places/<str:code>/estates/", estate_pages.estates, name="estates"),
    path("places/<str:code>/estates/new/", estate_pages.estate_new, name="estate_new"),
    path("places/premises/<uuid:key>/", premises_pages.premises_edit, name="premises_edit"),
    path("places/premises/<uuid:key>/<slug:step>/", premises_pages.premises_sign_off, name="premises_sign_off"),
    path("places/<str:code>/premises/", premises_pages.premises, name="premises"),
    path("places/<str:code>/premises.xlsx", premises_pages.premises_export, name="premises_export"),
    path("places/<str:code>/premises/new/", premises_pages.premises_new, name="premises_new"),
    path("places/<str:code>/households/", premises_pages.households, name="households"),
    path("places/<str:code>/grid-sizes/", premises_pages.grid_sizes, name="grid_sizes"),
    path("places/<str:code>/grid-sizes.xlsx", premises_pages.grid_sizes_export, name="grid_sizes_export"),
    path("rules/", views.rules_page, name="rules"),
    path("rules/<str:name>/", views.rule, name="rule"),
    path("rules/<str:name>/set/", views.rule_set, name="rule_set"),
    path("rules/overrides/<uuid:key>/withdraw/", views.rule_withdraw, name="rule_withdraw"),
]
