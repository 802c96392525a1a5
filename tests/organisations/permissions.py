"""The rows of the table of addresses that are about organisations, and what they are tried on."""

import datetime
from typing import Any

from linli.kernel.models import StoredFile
from linli.organisations.registry.actions import Filed, Listing, list_organisation
from linli.organisations.registry.empowering import Empowered
from linli.organisations.registry.flows import ORGANISATION as ORGANISATIONS
from linli.organisations.registry.models import Organisation, OrganisationImport, WorkField
from linli.organisations.registry.services.actions import Offered
from linli.people.models import User
from tests.events.town import Town

STAFF = (
    *("worker", "clerk", "dispatcher", "leader", "handler", "stranger", "system", "security", "auditor"),
    *("officer", "representative"),
)
EVERYBODY = ("visitor", *STAFF)
KNOWING = ("clerk", "dispatcher", "leader", "officer")
"""Those who work with the organisations of the place."""
NOBODY, SYSTEM = (), ("system",)
ORGANISATION = {"kind": "organisation", "number": "{organisation}"}

TABLE: list[tuple[str, str, dict[str, str], tuple[str, ...]]] = [
    ("GET", "organisations", {}, (*KNOWING, "stranger", "representative")),
    ("GET", "organisation", {"number": "{organisation}"}, (*KNOWING, "representative")),
    ("GET", "record", {"kind": "organisation", "number": "{organisation}"}, (*KNOWING, "representative")),
    ("GET", "record_new", {"kind": "organisation"}, ("clerk", "stranger", "officer")),
    ("GET", "organisations_export", {}, (*KNOWING, "stranger", "representative")),
    ("GET", "organisation_charter", {"number": "{organisation}"}, (*KNOWING, "representative")),
    ("GET", "organisation_people", {"number": "{organisation}"}, ("officer", "representative")),
    ("POST", "organisation_people", {"number": "{organisation}"}, ("officer", "representative")),
    ("GET", "organisation_imports", {}, ("officer",)),
    ("POST", "organisation_imports", {}, ("officer",)),
    ("GET", "organisation_import", {"key": "{organisation_import}"}, ("officer",)),
    ("POST", "organisation_import", {"key": "{organisation_import}"}, ("officer",)),
    ("GET", "fields_of_work", {}, SYSTEM),
    ("GET", "field_of_work_new", {}, SYSTEM),
    ("GET", "field_of_work", {"code": "culture"}, SYSTEM),
    ("GET", "directory", {}, EVERYBODY),
    ("GET", "directory_points", {}, EVERYBODY),
    ("GET", "directory_organisation", {"number": "{told}"}, EVERYBODY),
    ("GET", "directory_organisation", {"number": "{organisation}"}, NOBODY),
    ("GET", "hsds", {}, EVERYBODY),
    ("GET", "hsds_openapi", {}, EVERYBODY),
    ("GET", "hsds_services", {}, EVERYBODY),
    ("GET", "hsds_service", {"key": "{service}"}, EVERYBODY),
    ("GET", "hsds_organizations", {}, EVERYBODY),
    ("GET", "hsds_organization", {"key": "{told_key}"}, EVERYBODY),
    ("GET", "hsds_service_at_locations", {}, EVERYBODY),
    ("GET", "hsds_service_at_location", {"key": "{service}"}, EVERYBODY),
    ("GET", "hsds_taxonomies", {}, EVERYBODY),
    ("GET", "hsds_taxonomy", {"key": "{field}"}, NOBODY),
    ("GET", "hsds_taxonomy_terms", {}, EVERYBODY),
    ("GET", "hsds_taxonomy_term", {"key": "{field}"}, EVERYBODY),
    ("GET", "record_move", ORGANISATION | {"move": "edit"}, ("clerk", "officer", "representative")),
    ("POST", "record_move", ORGANISATION | {"move": "enter_filing"}, ("officer",)),
    ("POST", "record_move", ORGANISATION | {"move": "put_on_file"}, NOBODY),
    ("GET", "record_new", {"kind": "exit_warning"}, ("officer",)),
    ("GET", "record_new", {"kind": "space_agreement"}, ("clerk", "dispatcher", "stranger", "officer")),
    ("GET", "support_schemes", {}, EVERYBODY),
    ("GET", "record_new", {"kind": "support_scheme"}, ("officer",)),
    ("GET", "record_new", {"kind": "support"}, ("representative",)),
    ("GET", "space_agreements", {}, (*KNOWING, "stranger", "representative")),
    ("GET", "space_agreement", {"number": "{space}"}, (*KNOWING, "representative")),
]


def begin(town: Town, people: dict[str, User]) -> dict[str, Any]:
    """One organisation that is only listed, with somebody who acts for it, and one that is public; their words."""
    officer = town.actor(people["officer"])
    listed = list_organisation(Listing(town.community, {"name": "x", "legal_kind": "group"}, []), actor=officer)
    ORGANISATIONS.make(listed, "empower", actor=officer, data=Empowered(people["representative"], None))
    charter = StoredFile.objects.create(sha256="b" * 64, size=1, content_type="application/pdf", path="b.pdf")
    Organisation.objects.filter(pk=listed.pk).update(charter=charter)
    told = list_organisation(Listing(town.community, {"name": "y", "legal_kind": "group"}, []), actor=officer)
    ORGANISATIONS.make(told, "enter_filing", actor=officer, data=Filed("1", datetime.date(2026, 1, 5)))
    field = WorkField.objects.get(code="culture")
    ORGANISATIONS.make(told, "add_service", actor=officer, data=Offered({"name": "x", "field": field, "summary": "x"}))
    registry = OrganisationImport.objects.create(place=town.community, file_name="x", started_by=people["officer"])
    return {
        "organisation": listed.number,
        "told": told.number,
        "told_key": told.pk,
        "service": told.services.get().pk,
        "field": field.pk,
        "organisation_import": registry.pk,
    }
