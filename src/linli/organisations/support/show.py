"""How support is shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.flow.sections import Section
from linli.flow.showing import Tones, part_rows
from linli.kernel.actor import Actor
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_act_for, can_read
from linli.organisations.support.eligibility import chances_of
from linli.organisations.support.models import Support, SupportScheme
from linli.organisations.support.states import OPEN_SUPPORT, SchemeState, SupportState

TONES: Tones = {
    SchemeState.OPEN: "done",
    SchemeState.CLOSED: "waiting",
    SupportState.ASKED: "waiting",
    SupportState.GRANTED: "going",
    SupportState.REPORTED: "going",
    SupportState.ENDED: "done",
    SupportState.REFUSED: "waiting",
    SupportState.TAKEN_BACK: "waiting",
}
SHOWN = 20


def scheme_facts(scheme: SupportScheme) -> dict[str, Any]:
    return {
        "name": scheme.name,
        "sort": scheme.sort,
        "field": scheme.field.code if scheme.field else None,
        "least_grade": scheme.least_grade,
        "least_stars": scheme.least_stars,
        "most_fen": scheme.most,
        "words": scheme.words,
        "source": scheme.source,
        "valid_from": scheme.valid_from,
        "valid_to": scheme.valid_to,
    }


def facts(support: Support) -> dict[str, Any]:
    return {
        "organisation": support.organisation.number,
        "scheme": support.scheme.number,
        "words": support.words,
        "asked_fen": support.asked,
        "granted_fen": support.granted,
        "use_by": support.use_by,
        "report": support.report,
    }


def section(organisation: Organisation, actor: Actor) -> Section | None:
    """What it has and what it may ask for, for those who may read what is not public."""
    if can_read(actor, organisation) is None:
        return None
    found = list(Support.objects.filter(organisation=organisation).select_related("scheme").order_by("-id")[:SHOWN])
    for support in found:
        support.organisation = organisation
    chances = chances_of(organisation)
    if not found and not chances:
        return None
    running = {support.scheme_id for support in found if support.state in OPEN_SUPPORT}
    content = {
        "rows": part_rows(found, actor),
        "chances": [(chance, chance.scheme.pk not in running) for chance in chances],
        "may_ask": can_act_for(actor, organisation) is not None,
    }
    return Section(_("扶持"), "support/_card.html", content)
