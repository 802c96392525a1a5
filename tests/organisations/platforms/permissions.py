"""Who may open what of platforms, standards and party work: rows of the table of permissions, and what they name."""

import datetime
from typing import Any

from linli.kernel.models import StoredFile
from linli.organisations.party.actions.parties import Founding, Grouping, Joined, found_group, found_party
from linli.organisations.party.flows import PARTY
from linli.organisations.party.models import Hosting, HostingPhoto
from linli.organisations.platforms.actions.platforms import Checked, Found, Opening, check, open_platform
from linli.organisations.platforms.models import ChecklistItem
from linli.organisations.registry.models import Organisation
from tests.events.town import Town

Row = tuple[str, str, dict[str, str], tuple[str, ...]]
HOSTING = {"kind": "hosting", "number": "{hosting}"}


def platform_rows(knowing: tuple[str, ...]) -> list[Row]:
    """``knowing`` work with the organisations of the place."""
    return [
        ("GET", "platforms", {}, (*knowing, "stranger", "representative")),
        ("GET", "platform", {"number": "{platform}"}, (*knowing, "representative")),
        ("GET", "platform_visit", {"number": "{platform_visit}"}, (*knowing, "representative")),
        ("GET", "checklist", {}, (*knowing, "stranger", "representative", "system")),
        ("GET", "checklist_add", {}, ("officer", "system")),
        ("POST", "checklist_end", {"key": "{checklist_item}"}, ("officer", "system")),
        ("GET", "record_new", {"kind": "platform"}, ("clerk", "stranger", "officer")),
        ("GET", "record_new", {"kind": "platform_visit"}, ("officer",)),
        ("GET", "standards_home", {}, (*knowing, "stranger")),
        ("GET", "standards", {"code": "{community}"}, knowing),
        ("GET", "standards_export", {"code": "{community}"}, knowing),
        ("GET", "standard_part", {"code": "{community}", "part": "on_file"}, knowing),
        ("GET", "standard_enter", {"code": "{community}"}, ("clerk", "officer")),
        ("POST", "standard_enter", {"code": "{community}"}, ("clerk", "officer")),
    ]


def platform_words(town: Town, organisation: Organisation, officer: Any) -> dict[str, Any]:
    opening = Opening(town.community, {"name": "x", "opened_on": datetime.date(2026, 1, 1)}, organisation)
    platform = open_platform(opening, actor=officer)
    findings = [Found(item, True, item.least) for item in ChecklistItem.objects.for_level("community")]
    return {
        "platform": platform.number,
        "platform_visit": check(Checked(platform, datetime.date(2026, 1, 2), findings), actor=officer).number,
        "checklist_item": ChecklistItem.objects.earliest("position").pk,
    }


def party_rows(knowing: tuple[str, ...]) -> list[Row]:
    """``knowing`` work with the organisations of the place; the representative acts for one that has a branch."""
    return [
        ("GET", "party", {}, (*knowing, "stranger", "representative")),
        ("GET", "party_organisations", {}, (*knowing, "stranger", "representative")),
        ("GET", "party_organisation", {"number": "{branch}"}, (*knowing, "representative")),
        ("GET", "party_group", {"number": "{party_group}"}, (*knowing, "representative")),
        ("GET", "hosting", {"number": "{hosting}"}, (*knowing, "representative")),
        ("GET", "hosting_photo", {"number": "{hosting}", "photo": "{hosting_photo}"}, (*knowing, "representative")),
        ("GET", "record_new", {"kind": "party_organisation"}, ("officer",)),
        ("GET", "record_new", {"kind": "party_group"}, ("officer",)),
        ("POST", "record_move", HOSTING | {"move": "call"}, ()),
        (
            "GET",
            "record_move",
            {"kind": "hosting", "number": "{hosting}", "move": "hold"},
            ("officer", "representative"),
        ),
    ]


def party_words(town: Town, organisation: Organisation, officer: Any, photo: StoredFile) -> dict[str, Any]:
    values = {"kind_of_party": "branch", "parent": None, "members": 3, "founded_on": datetime.date(2021, 7, 1)}
    branch = found_party(Founding(town.community, {"name": "x", **values}, [organisation], None), actor=officer)
    group = found_group(Grouping(town.district, "x", ""), actor=officer)
    PARTY.make(branch, "join_group", actor=officer, data=Joined(group))
    hosting = Hosting.objects.earliest("quarter")
    return {
        "branch": branch.number,
        "party_group": group.number,
        "hosting": hosting.number,
        "hosting_photo": HostingPhoto.objects.create(hosting=hosting, file=photo).pk,
    }
