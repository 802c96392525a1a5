"""How warnings are shown."""

from django.utils.translation import gettext_lazy as _

from linli.flow.sections import Section
from linli.flow.showing import Tones, part_rows
from linli.kernel.actor import Actor
from linli.organisations.exits.models import ExitWarning
from linli.organisations.exits.states import OPEN_WARNINGS, WarningState
from linli.organisations.registry.models import Activity, Organisation
from linli.organisations.registry.policies import can_keep, can_read
from linli.organisations.registry.states import ACTIVE

TONES: Tones = {
    WarningState.WARNED: "late",
    WarningState.ANSWERED: "near",
    WarningState.PUT_RIGHT: "done",
    WarningState.STRUCK: "waiting",
    WarningState.LIFTED: "waiting",
}
SHOWN = 5


def facts(warning: ExitWarning) -> dict[str, object]:
    return {
        "organisation": warning.organisation.number,
        "cause": warning.cause,
        "details": warning.details,
        "put_right_by": warning.put_right_by,
        "answer": warning.answer,
    }


def activities(organisation: Organisation, actor: Actor) -> Section | None:
    """What it did lately, for everybody; one query."""
    found = list(Activity.objects.filter(organisation=organisation)[:SHOWN])
    return Section(_("最近的活动"), "registry/_activities.html", {"rows": found}) if found else None


def warnings(organisation: Organisation, actor: Actor) -> Section | None:
    """Its warnings, for those who may read what is not public."""
    if can_read(actor, organisation) is None:
        return None
    found = list(ExitWarning.objects.filter(organisation=organisation).order_by("-id")[:SHOWN])
    for warning in found:
        warning.organisation = organisation
    may_warn = (
        can_keep(actor, organisation) is not None
        and organisation.state in ACTIVE
        and not any(warning.state in OPEN_WARNINGS for warning in found)
    )
    if not found and not may_warn:
        return None
    content = {"rows": part_rows(found, actor), "may_warn": may_warn}
    return Section(_("退出预警"), "exits/_card.html", content)
