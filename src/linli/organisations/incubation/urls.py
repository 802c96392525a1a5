from django.urls import path

from linli.organisations.incubation import catalogue_views, figure_views, views

urlpatterns = [
    path("incubation/", figure_views.incubation_board, name="incubation_board"),
    path("incubation/figures/", figure_views.incubation_figures, name="incubation_figures"),
    path("incubation/list/", figure_views.incubations, name="incubations"),
    path("incubation/found/", views.findings, name="findings"),
    path("incubation/visits/", views.mentor_visits, name="mentor_visits"),
    path("incubation/mine/", views.my_incubation, name="my_incubation"),
    path("incubation/trainings/", views.trainings, name="trainings"),
    path("incubation/trainings/<str:number>/", views.training, name="training"),
    path("incubation/services/", catalogue_views.centre_services, name="centre_services"),
    path("incubation/services/<uuid:key>/requests/", catalogue_views.service_requests, name="service_requests"),
    path("incubation/centres/new/", catalogue_views.centre_new, name="centre_new"),
    path("incubation/centres/<uuid:key>/new/", catalogue_views.centre_service_new, name="centre_service_new"),
    path("incubation/services/<uuid:key>/", catalogue_views.centre_service_offer, name="centre_service_offer"),
    path("incubation/targets/", catalogue_views.incubation_targets, name="incubation_targets"),
    path("incubation/steps/", catalogue_views.incubation_steps, name="incubation_steps"),
    path("incubation/steps/<uuid:key>/", catalogue_views.incubation_step, name="incubation_step"),
    path("incubation/evidence/<str:number>/<uuid:file>/", views.evidence_file, name="evidence_file"),
    path("incubation/<str:number>/", views.incubation, name="incubation"),
]
