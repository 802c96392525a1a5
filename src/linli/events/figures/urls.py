from django.urls import path

from linli.events.figures import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/export/", views.figures_export, name="figures_export"),
    path("figures/records/", views.figures_records, name="figures_records"),
    path("figures/whistles/", views.figures_whistles, name="figures_whistles"),
    path("figures/whistles/records/", views.figures_whistle_records, name="figures_whistle_records"),
]
