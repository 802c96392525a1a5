from django.urls import path

from linli.organisations.platforms import standards_views, views

urlpatterns = [
    path("platforms/", views.platforms, name="platforms"),
    path("platforms/checklist/", views.checklist, name="checklist"),
    path("platforms/checklist/new/", views.checklist_add, name="checklist_add"),
    path("platforms/checklist/<uuid:key>/end/", views.checklist_end, name="checklist_end"),
    path("platforms/visits/<str:number>/", views.platform_visit, name="platform_visit"),
    path("platforms/<str:number>/", views.platform, name="platform"),
    path("standards/", standards_views.standards_home, name="standards_home"),
    path("standards/<str:code>/", standards_views.standards, name="standards"),
    path("standards/<str:code>/export.xlsx", standards_views.standards_export, name="standards_export"),
    path("standards/<str:code>/enter/", standards_views.standard_enter, name="standard_enter"),
    path("standards/<str:code>/<slug:part>/", standards_views.standard_part, name="standard_part"),
]
