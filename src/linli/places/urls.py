from django.urls import path

from linli.places import views

urlpatterns = [
    path("places/", views.places, name="places"),
    path("places/<str:code>/", views.place, name="place"),
    path("places/<str:code>/children.geojson", views.place_children, name="place_children"),
    path("rules/", views.rules_page, name="rules"),
    path("rules/<str:name>/", views.rule, name="rule"),
    path("rules/<str:name>/set/", views.rule_set, name="rule_set"),
    path("rules/overrides/<uuid:key>/withdraw/", views.rule_withdraw, name="rule_withdraw"),
]
