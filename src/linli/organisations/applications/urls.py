from django.urls import path

from linli.organisations.applications import setup_views, verify_views, views

urlpatterns = [
    path("applications/", views.applications, name="applications"),
    path("applications/figures/", views.application_figures, name="application_figures"),
    path("applications/<str:number>/", views.application, name="application"),
    path("applications/<str:number>/papers/<uuid:key>/", views.application_paper, name="application_paper"),
    path("applications/<str:number>/certificate.pdf", views.application_certificate, name="application_certificate"),
    path("opinions/<str:number>/", views.opinion, name="opinion"),
    path("verify/", verify_views.verify, name="verify"),
    path("verify/<str:code>/", verify_views.verified, name="verified"),
    path("setup/items/", setup_views.onestop_items, name="onestop_items"),
    path("setup/items/new/", setup_views.onestop_item_new, name="onestop_item_new"),
    path("setup/items/<slug:code>/", setup_views.onestop_item, name="onestop_item"),
    path("setup/items/<slug:code>/end/", setup_views.onestop_item_end, name="onestop_item_end"),
    path("setup/departments/", setup_views.onestop_departments, name="onestop_departments"),
    path("setup/departments/new/", setup_views.onestop_department_new, name="onestop_department_new"),
    path("setup/departments/<uuid:key>/", setup_views.onestop_department, name="onestop_department"),
    path("setup/departments/<uuid:key>/unit/", setup_views.onestop_department_unit, name="onestop_department_unit"),
]
