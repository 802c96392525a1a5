"""How an application and a department's opinion are shown."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow import showing
from linli.flow.sections import Section
from linli.flow.showing import PartRow, Tones, part_rows
from linli.flow.timeline import for_staff
from linli.kernel.actor import Actor
from linli.kernel.problems import Text
from linli.organisations.applications import papers
from linli.organisations.applications.flows import APPLICATION, OPINION
from linli.organisations.applications.forms.applications import offered
from linli.organisations.applications.models import Application, Certificate, Opinion
from linli.organisations.applications.policies import can_apply, can_open_papers
from linli.organisations.applications.states import OPEN, UNSENT, ApplicationState, Change, OpinionState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_act_for, can_keep, can_read

TONES: Tones = {
    ApplicationState.DRAFT: "waiting",
    ApplicationState.SUBMITTED: "waiting",
    ApplicationState.RETURNED: "near",
    ApplicationState.ASKED: "going",
    ApplicationState.COLLECTED: "going",
    ApplicationState.APPROVED: "done",
    ApplicationState.REFUSED: "near",
    ApplicationState.WITHDRAWN: "waiting",
}
OPINION_TONES: Tones = {
    OpinionState.ASKED: "waiting",
    OpinionState.STOPPED: "near",
    OpinionState.AGREED: "done",
    OpinionState.OBJECTED: "near",
    OpinionState.RELEASED: "waiting",
}
DECIDING = ("approve", "record_registration", "refuse")
"""Refused while a department still has time, and so not offered until then."""
ON_CARD = 8
"""Applications on the card of an organisation."""


def facts(application: Application) -> dict[str, Any]:
    """What the API says of an application."""
    return {
        "organisation": application.organisation.number,
        "item": application.item_code,
        "year": application.year or None,
        "statement": application.statement,
        "submitted_at": application.submitted_at,
        "due_on": application.due_on,
        "days_used": application.days_used,
        "decided_at": application.decided_at,
        "is_in_time": application.is_in_time,
        "reasons": application.reasons,
        "to_fix": application.to_fix,
        "opinions": [opinion.number for opinion in application.opinions.all()],
        "papers": [
            {"name": paper.name, "version": paper.version, "sent_at": paper.sent_at}
            for paper in application.papers.all()
        ],
    }


def opinion_facts(opinion: Opinion) -> dict[str, Any]:
    """What the API says of an opinion."""
    return {
        "application": opinion.application.number,
        "department": opinion.department.code,
        "unit": opinion.unit.name,
        "is_needed": opinion.is_needed,
        "days": opinion.days,
        "days_used": opinion.days_used,
        "due_on": opinion.due_on,
        "is_in_time": opinion.is_in_time,
        "words": opinion.words,
        "saw": [{"name": paper.name, "version": paper.version} for paper in opinion.seen.all()],
    }


@dataclass(frozen=True)
class Track:
    """All departments of an application, those that are waited for first, and how many are how far."""

    rows: Sequence[PartRow[Opinion]]
    counts: Sequence[tuple[Text, str, int]]
    """State, tone, how many; only those that there are."""


def track_of(application: Application, actor: Actor) -> Track:
    """Five queries however many departments."""
    found = Opinion.objects.filter(application=application).select_related("unit", "department")
    opinions = list(found.prefetch_related("questions", "seen").order_by("department__position"))
    for opinion in opinions:
        opinion.application = application
    opinions.sort(key=lambda opinion: opinion.state not in OPEN)
    counted = Counter(opinion.state for opinion in opinions)
    counts = [(state.label, OPINION_TONES[state], counted[state]) for state in OpinionState if counted[state]]
    return Track(part_rows(opinions, actor), counts)


def context_of(application: Application, actor: Actor) -> dict[str, object]:
    """The whole page for this reader."""
    track = track_of(application, actor)
    offers = APPLICATION.available(application, actor)
    certificate = Certificate.objects.filter(application=application).first()
    hidden: tuple[str, ...] = ()
    if certificate is None or certificate.revoked_on:
        hidden += ("revoke",)
    if any(row.part.state in OPEN and row.waiting.tone != "late" for row in track.rows):
        hidden += DECIDING
    offers = [offer for offer in offers if offer.move.name not in hidden]
    return head_of(application) | {
        "offers": offers,
        "may_apply": can_apply(actor, application) is not None,
        "is_unsent": application.state in UNSENT,
        "wanted": _wanted(application, actor),
        "certificate": certificate,
        "again": list(application.again.all()),
        "track": track,
        "today": timezone.localdate(),
        "lines": for_staff(application, [row.part for row in track.rows]),
        **papers_of(application, actor),
    }


def opinion_context(opinion: Opinion, actor: Actor) -> dict[str, object]:
    """A department's page: the papers, what is asked, what it said."""
    application = opinion.application
    return head_of(application) | {
        "head": showing.head_of(opinion, title=application.title),
        "opinion": opinion,
        "offers": OPINION.available(opinion, actor),
        "questions_asked": list(opinion.questions.all()),
        "seen": list(opinion.seen.order_by("pk")),
        "wanted": _wanted(application, actor),
        "track": track_of(application, actor),
        "lines": for_staff(opinion),
        **papers_of(application, actor),
    }


def head_of(application: Application) -> dict[str, object]:
    return {"application": application, "head": showing.head_of(application)}


def papers_of(application: Application, actor: Actor) -> Mapping[str, object]:
    return {
        "papers": papers.rows_of(application),
        "may_open": can_open_papers(actor, application) is not None,
    }


def _wanted(application: Application, actor: Actor) -> tuple[Text, str] | None:
    """What is to change into what; a person or an account only for those who may open the papers."""
    change = application.item.change
    if not change or not application.wanted:
        return None
    is_personal = change in (Change.LEADER, Change.ACCOUNT)
    if is_personal and can_open_papers(actor, application) is None:
        return None
    return Change(change).label, application.wanted


def section(organisation: Organisation, actor: Actor) -> Section | None:
    """On an organisation's page: its applications, what it can apply for, reports that are missing."""
    if can_read(actor, organisation) is None:
        return None
    found = Application.objects.filter(organisation=organisation)
    visible = found.visible_to(actor).for_list().order_by("-pk")[:ON_CARD]
    may_apply = can_act_for(actor, organisation) or can_keep(actor, organisation)
    content = {
        "rows": showing.rows_of(visible),
        "offered": list(offered(organisation)) if may_apply else [],
        "missing": list(found.missing_reports().values_list("year", flat=True).order_by("year")),
        "certificates": list(Certificate.objects.filter(organisation=organisation)),
    }
    return Section(_("一件事一次办"), "applications/_card.html", content)
