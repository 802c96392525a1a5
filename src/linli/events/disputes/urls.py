from django.urls import path

from linli.events.disputes import backbone_views, overview_views, setup_views, views

urlpatterns = [
    path("disputes/", views.disputes, name="disputes"),
    path("disputes/new/", views.dispute_new, name="dispute_new"),
    path("disputes/figures/", overview_views.dispute_figures, name="dispute_figures"),
    path("disputes/searches/", overview_views.dispute_searches, name="dispute_searches"),
    path("disputes/searches/<str:number>/", overview_views.search, name="search"),
    path("disputes/searches/<str:number>/<slug:move>/", overview_views.search_move, name="search_move"),
    path("disputes/<str:number>/", views.dispute, name="dispute"),
    path("disputes/<str:number>/parties/<uuid:party>/", views.dispute_party, name="dispute_party"),
    path("disputes/<str:number>/agreements/<uuid:key>.pdf", views.dispute_agreement, name="dispute_agreement"),
    path("disputes/<str:number>/<slug:move>/", views.dispute_move, name="dispute_move"),
    path("mediations/<str:number>/", views.dispute_part, name="dispute_part"),
    path("mediations/<str:number>/<slug:move>/", views.dispute_part_move, name="dispute_part_move"),
    path("c/<str:code>/legal/", backbone_views.legal_posts, name="legal_posts"),
    path("c/<str:code>/legal/new/", backbone_views.legal_post_new, name="legal_post_new"),
    path("legal/<uuid:key>/end/", backbone_views.legal_post_end, name="legal_post_end"),
    path("setup/mediation/", setup_views.mediation_setup, name="mediation_setup"),
    path("setup/mediation/<slug:which>/new/", setup_views.mediation_choice_new, name="mediation_choice_new"),
    path("setup/mediation/<slug:which>/<uuid:key>/", setup_views.mediation_choice, name="mediation_choice"),
]
