"""How an incubation is shown: on its own page, on its organisation's, and to its people."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow import showing
from linli.flow.sections import Section
from linli.flow.showing import PartRow
from linli.flow.timeline import for_staff
from linli.kernel.actor import Actor
from linli.organisations.incubation.actions.incubations import steps_of
from linli.organisations.incubation.board import days_at, mentors_of
from linli.organisations.incubation.figures import hours_of
from linli.organisations.incubation.flows.incubations import FINDING, INCUBATION
from linli.organisations.incubation.forms.choices import own_incubations
from linli.organisations.incubation.models import (
    Evidence,
    Finding,
    Incubation,
    MentorVisit,
    ServiceRequest,
    Step,
    Training,
)
from linli.organisations.incubation.policies import can_answer, can_begin, can_invite
from linli.organisations.incubation.states import GOING_ON, EvidenceState, FindingState, TrainingState, VisitState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_read
from linli.organisations.registry.states import ACTIVE, SOCIAL_KINDS, OrganisationState

MOST_VISITS = 6
UNNOTED_LABEL = _("没有记下怎样发现")
LATE_LABEL = pgettext_lazy("visit", "逾期")
ONGOING = (EvidenceState.SENT, EvidenceState.ACCEPTED)


@dataclass(frozen=True)
class StepRow:
    """A step with the evidence that was sent for it, the newest first."""

    step: Step
    is_now: bool
    is_open: bool
    """Evidence may be sent for it: it is in the stage that the incubation is in, and none waits or is accepted."""
    evidence: Sequence[PartRow[Evidence]]

    @property
    def is_done(self) -> bool:
        return any(row.part.state == EvidenceState.ACCEPTED for row in self.evidence)

    @property
    def returned(self) -> Evidence | None:
        """What has to be put right: the newest, if it came back."""
        newest = self.evidence[0].part if self.evidence else None
        return newest if newest and newest.state == EvidenceState.RETURNED else None


@dataclass(frozen=True)
class Way:
    """An incubation with its steps and who goes along."""

    incubation: Incubation
    steps: Sequence[StepRow]
    mentors: str
    days: int
    next_visit: MentorVisit | None

    @property
    def now(self) -> StepRow:
        return next(row for row in self.steps if row.is_now)

    @property
    def also_open(self) -> list[StepRow]:
        """Other steps of the stage for which evidence may be sent as well."""
        return [row for row in self.steps if row.is_open and not row.is_now]

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.steps)

    @property
    def returned(self) -> list[tuple[Step, Evidence]]:
        return [(row.step, row.returned) for row in self.steps if row.returned]


def way_of(incubation: Incubation, actor: Actor) -> Way:
    """Five queries."""
    evidence: dict[Any, list[PartRow[Evidence]]] = defaultdict(list)
    sent = Evidence.objects.filter(incubation=incubation).with_content().order_by("-pk")
    for row in showing.part_rows(sent, actor):
        evidence[row.part.step_id].append(_offered(row, incubation))
    return Way(
        incubation=incubation,
        steps=[_step_row(incubation, step, evidence[step.pk]) for step in steps_of(incubation)],
        mentors=str(_("、")).join(mentors_of([incubation]).get(incubation.pk, ())),
        days=days_at(incubation, timezone.localdate()),
        next_visit=MentorVisit.objects.filter(incubation=incubation, state=VisitState.DUE).order_by("due_on").first(),
    )


def _step_row(incubation: Incubation, step: Step, evidence: Sequence[PartRow[Evidence]]) -> StepRow:
    is_going = incubation.state in GOING_ON and not incubation.is_complete
    waits = any(row.part.state in ONGOING for row in evidence)
    return StepRow(
        step=step,
        is_now=step.pk == incubation.step_id,
        is_open=is_going and step.stage_id == incubation.stage_id and not waits,
        evidence=evidence,
    )


def _offered(row: PartRow[Evidence], incubation: Incubation) -> PartRow[Evidence]:
    """Without what would be refused: taking back evidence of a stage that has passed."""
    is_passed = row.part.step.stage_id != incubation.stage_id or incubation.is_complete
    if (row.part.state == EvidenceState.ACCEPTED and is_passed) or incubation.state not in GOING_ON:
        return replace(row, offers=[])
    return row


def context_of(incubation: Incubation, actor: Actor) -> dict[str, object]:
    """The whole page for this reader."""
    way = way_of(incubation, actor)
    visits = MentorVisit.objects.filter(incubation=incubation).for_list().select_related("mentor")
    requests = ServiceRequest.objects.filter(incubation=incubation).for_list().select_related("service__centre")
    offers = INCUBATION.available(incubation, actor)
    return {
        "way": way,
        "incubation": incubation,
        "head": showing.head_of(incubation),
        "visits": showing.part_rows(visits.order_by("-due_on", "-pk")[:MOST_VISITS], actor),
        "requests": showing.part_rows(requests.order_by("-pk"), actor),
        "hours": hours_of(incubation.organisation),
        "may_send": can_answer(actor, incubation) is not None and incubation.state in GOING_ON,
        "offers": [offer for offer in offers if offer.move.name != "graduate" or incubation.is_complete],
        "lines": for_staff(incubation),
        "today": timezone.localdate(),
    }


def mine(actor: Actor) -> dict[str, object]:
    """Of the organisations that one acts for: what to do next, with whom, until when. The trainings to come."""
    trainings = Training.objects.visible_to(actor).filter(
        state=TrainingState.PLANNED, starts_at__gte=timezone.now() - datetime.timedelta(hours=12)
    )
    return {
        "ways": [way_of(incubation, actor) for incubation in own_incubations(actor)],
        "trainings": trainings.for_list().order_by("starts_at")[:5],
    }


def section(organisation: Organisation, actor: Actor) -> Section | None:
    """On the organisation's page: where it is on its way, or how it was found and whether it was invited."""
    if can_read(actor, organisation) is None or organisation.legal_kind not in SOCIAL_KINDS:
        return None
    last = Incubation.objects.filter(organisation=organisation).for_record().order_by("-pk").first()
    finding = Finding.objects.filter(organisation=organisation).for_list().first()
    is_going = last is not None and last.state in GOING_ON
    content = {
        "way": way_of(last, actor) if last else None,
        "row": showing.rows_of([last])[0] if last else None,
        "finding": showing.rows_of([finding])[0] if finding and not is_going else None,
        "finding_offers": FINDING.available(finding, actor) if finding and not is_going else [],
        "may_begin": not is_going
        and (finding is None or finding.state != FindingState.INVITED)
        and organisation.state in ACTIVE
        and can_begin(actor) is not None,
        "may_find": finding is None
        and last is None
        and organisation.state == OrganisationState.LISTED
        and can_invite(actor, Finding(organisation=organisation, path=organisation.path)) is not None,
    }
    if not any(content.values()):
        return None
    return Section(_("孵化"), "incubation/section.html", content)


def facts(incubation: Incubation) -> dict[str, Any]:
    """What the API says of it."""
    return {
        "organisation": incubation.organisation.number,
        "role": incubation.role,
        "way": incubation.way,
        "centre": incubation.centre.name if incubation.centre else None,
        "stage": {"position": incubation.stage.position, "name": incubation.stage.name},
        "step": {"position": incubation.step.position, "name": incubation.step.name, "asks": incubation.step.asks},
        "step_since": incubation.step_since,
        "is_complete": incubation.is_complete,
        "began_on": incubation.began_on,
        "ended_on": incubation.ended_on,
        "drop_reason": incubation.drop_reason or None,
        "hub": incubation.hub.number if incubation.hub else None,
    }


def evidence_facts(evidence: Evidence) -> dict[str, Any]:
    return {
        "incubation": evidence.incubation.number,
        "step": {"position": evidence.step.position, "name": evidence.step.name},
        "text": evidence.text,
        "numbers": evidence.numbers,
        "name": evidence.name or None,
        "people": [{"role": one.role, "name": one.masked_name} for one in evidence.people.all()],
        "files": [
            {"what": one.what, "sha256": one.file.sha256, "address": file_address(evidence, one)}
            for one in evidence.files.all()
        ],
        "returned_reason": evidence.returned_reason or None,
    }


def file_address(evidence: Evidence, file: Any) -> str:
    return reverse("evidence_file", args=[evidence.number, file.pk])
