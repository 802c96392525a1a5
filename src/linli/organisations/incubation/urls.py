from django.urls import path

from linli.organisations.incubation.views import catalogue, figures, incubations

urlpatterns = [
    path("incubation/", figures.incubation_board, name="incubation_board"),
    path("incubation/figures/", figures.incubation_figures, name="incubation_figures"),
    path("incubation/list/", figures.incubations, name="incubations"),
    path("incubation/found/", incubations.findings, name="findings"),
    path("incubation/visits/", incubations.mentor_visits, name="mentor_visits"),
    path("incubation/mine/", incubations.my_incubation, name="my_incubation"),
    path("incubation/trainings/", incubations.trainings, name="trainings"),
    path("incubation/trainings/<str:number>/", incubations.training, name="training"),
    path("incubation/services/", catalogue.centre_services, name="centre_services"),
    path("incubation/services/<uuid:key>/requests/", catalogue.service_requests, name="service_requests"),
    path("incubation/centres/new/", catalogue.centre_new, name="centre_new"),
    path("incubation/centres/<uuid:key>/new/", catalogue.centre_service_new, name="centre_service_new"),
    path("incubation/services/<uuid:key>/", catalogue.centre_service_offer, name="centre_service_offer"),
    path("incubation/targets/", catalogue.incubation_targets, name="incubation_targets"),
    path("incubation/steps/", catalogue.incubation_steps, name="incubation_steps"),
    path("incubation/steps/<uuid:key>/", catalogue.incubation_step, name="incubation_step"),
    path("incubation/evidence/<str:number>/<uuid:file>/", incubations.evidence_file, name="evidence_file"),
    path("incubation/<str:number>/", incubations.incubation, name="incubation"),
]
