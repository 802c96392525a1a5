"""How platforms and visits are shown on their pages, in lists, and on the card of who runs one."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.flow import showing
from linli.flow.sections import Section
from linli.flow.showing import Tones
from linli.flow.timeline import for_staff
from linli.kernel.actor import Actor
from linli.organisations.platforms.flows import PLATFORM, VISIT
from linli.organisations.platforms.models import CheckedItem, Platform, PlatformCheck
from linli.organisations.platforms.policies import can_visit
from linli.organisations.platforms.states import ChecklistPart, PlatformState, VisitState
from linli.organisations.registry.models import Organisation

PLATFORM_TONES: Tones = {PlatformState.OPEN: "done", PlatformState.CLOSED: "waiting"}
VISIT_TONES: Tones = {VisitState.OPEN: "going", VisitState.RIGHTED: "waiting", VisitState.DONE: "done"}
SHOWN_VISITS = 20


def platform_facts(platform: Platform) -> dict[str, Any]:
    return {
        "name": platform.name,
        "level": platform.level.value,
        "area": platform.shown_area,
        "address": platform.address,
        "hours": platform.shown_hours,
        "contact": platform.shown_contact,
        "opened_on": platform.opened_on,
        "closed_on": platform.closed_on,
        "operator": platform.run_by[0].organisation.number if platform.run_by else None,
    }


def visit_facts(visit: PlatformCheck) -> dict[str, Any]:
    return {
        "platform": visit.platform.number,
        "visited_on": visit.visited_on,
        "put_right_by": visit.put_right_by,
        "findings": [
            {"item": one.item.code, "is_met": one.is_met, "found": one.found, "least": one.least}
            for one in visit.findings.all()
        ],
    }


def platform_page(platform: Platform, actor: Actor) -> dict[str, Any]:
    visits = list(platform.visits.prefetch_related("findings").order_by("-visited_on", "-pk")[:SHOWN_VISITS])
    return {
        "platform": platform,
        "head": showing.head_of(platform),
        "operations": list(platform.operations.select_related("organisation")),
        "visits": [(row, *_score(list(row.record.findings.all()))) for row in showing.rows_of(visits)],
        "may_visit": platform.state == PlatformState.OPEN and can_visit(actor, platform) is not None,
        "offers": PLATFORM.available(platform, actor),
        "lines": for_staff(platform),
    }


def _score(findings: Sequence[CheckedItem]) -> tuple[int, int]:
    """How many items are met, of how many."""
    return sum(one.is_met for one in findings), len(findings)


def visit_page(visit: PlatformCheck, actor: Actor) -> dict[str, Any]:
    findings = sorted(visit.findings.all(), key=lambda one: ChecklistPart.values.index(one.item.part))
    parts = [(ChecklistPart(part).label, rows, *_score(rows)) for part, rows in _by_part(findings)]
    return {
        "visit": visit,
        "head": showing.head_of(visit),
        "parts": parts,
        "met": sum(one.is_met for one in findings),
        "total": len(findings),
        "offers": VISIT.available(visit, actor),
        "lines": for_staff(visit),
    }


def _by_part(findings: Sequence[CheckedItem]) -> Iterator[tuple[str, list[CheckedItem]]]:
    for part, rows in groupby(findings, key=lambda one: one.item.part):
        yield part, list(rows)


def section(organisation: Organisation, actor: Actor) -> Section | None:
    """The platforms that the organisation runs now."""
    run = Platform.objects.visible_to(actor).filter(operations__organisation=organisation, operations__until=None)
    found = list(run.select_related("place").order_by("path"))
    return Section(_("运营的平台"), "platforms/_card.html", {"platforms": found}) if found else None
