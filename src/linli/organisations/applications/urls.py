from django.urls import path

from linli.organisations.applications.views import applications, catalogue, verify

urlpatterns = [
    path("applications/", applications.applications, name="applications"),
    path("applications/figures/", applications.application_figures, name="application_figures"),
    path("applications/<str:number>/", applications.application, name="application"),
    path("applications/<str:number>/papers/<uuid:key>/", applications.application_paper, name="application_paper"),
    path(
        "applications/<str:number>/certificate.pdf",
        applications.application_certificate,
        name="application_certificate",
    ),
    path("opinions/<str:number>/", applications.opinion, name="opinion"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:code>/", verify.verified, name="verified"),
    path("setup/items/", catalogue.onestop_items, name="onestop_items"),
    path("setup/items/new/", catalogue.onestop_item_new, name="onestop_item_new"),
    path("setup/items/<slug:code>/", catalogue.onestop_item, name="onestop_item"),
    path("setup/items/<slug:code>/end/", catalogue.onestop_item_end, name="onestop_item_end"),
    path("setup/departments/", catalogue.onestop_departments, name="onestop_departments"),
    path("setup/departments/new/", catalogue.onestop_department_new, name="onestop_department_new"),
    path("setup/departments/<uuid:key>/", catalogue.onestop_department, name="onestop_department"),
    path("setup/departments/<uuid:key>/unit/", catalogue.onestop_department_unit, name="onestop_department_unit"),
]
