from django.urls import path

from linli.organisations.platforms.views import platforms, standards

urlpatterns = [
    path("platforms/", platforms.platforms, name="platforms"),
    path("platforms/checklist/", platforms.checklist, name="checklist"),
    path("platforms/checklist/new/", platforms.checklist_add, name="checklist_add"),
    path("platforms/checklist/<uuid:key>/end/", platforms.checklist_end, name="checklist_end"),
    path("platforms/visits/<str:number>/", platforms.platform_visit, name="platform_visit"),
    path("platforms/<str:number>/", platforms.platform, name="platform"),
    path("standards/", standards.standards_home, name="standards_home"),
    path("standards/<str:code>/", standards.standards, name="standards"),
    path("standards/<str:code>/export.xlsx", standards.standards_export, name="standards_export"),
    path("standards/<str:code>/enter/", standards.standard_enter, name="standard_enter"),
    path("standards/<str:code>/<slug:part>/", standards.standard_part, name="standard_part"),
]
