from django.urls import path

from linli.organisations.registry.hsds import views
from linli.organisations.registry.hsds.answering import endpoint

urlpatterns = [
    path("", endpoint(views.root), name="hsds"),
    path("openapi.json", endpoint(views.description), name="hsds_openapi"),
    path("services", endpoint(views.services), name="hsds_services"),
    path("services/<str:key>", endpoint(views.service), name="hsds_service"),
    path("organizations", endpoint(views.organizations), name="hsds_organizations"),
    path("organizations/<str:key>", endpoint(views.organization), name="hsds_organization"),
    path("service_at_locations", endpoint(views.service_at_locations), name="hsds_service_at_locations"),
    path("service_at_locations/<str:key>", endpoint(views.service_at_location), name="hsds_service_at_location"),
    path("taxonomies", endpoint(views.taxonomies), name="hsds_taxonomies"),
    path("taxonomies/<str:key>", endpoint(views.taxonomy), name="hsds_taxonomy"),
    path("taxonomy_terms", endpoint(views.taxonomy_terms), name="hsds_taxonomy_terms"),
    path("taxonomy_terms/<str:key>", endpoint(views.taxonomy_term), name="hsds_taxonomy_term"),
]
