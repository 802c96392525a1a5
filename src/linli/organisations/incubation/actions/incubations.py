"""What happens to an incubation. Each runs inside its move's lock, which holds the organisation first."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import cause, start
from linli.kernel.actor import Actor, Warrant
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.incubation.models import (
    Centre,
    Evidence,
    Finding,
    Incubation,
    Mentoring,
    MentorVisit,
    Passage,
    ServiceRequest,
    Step,
)
from linli.organisations.incubation.policies import INCUBATING
from linli.organisations.incubation.states import EvidenceState, FindingState
from linli.organisations.registry.actions import Edit
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_act_for
from linli.organisations.registry.states import ACTIVE, PUBLIC, SOCIAL_KINDS, OrganisationRole
from linli.people.models import Post, User
from linli.places.levels import CODE_LENGTHS, Level

HUBS = (OrganisationRole.HUB, OrganisationRole.COMPREHENSIVE, OrganisationRole.FEDERATION)
"""Who can take over from the incubator."""
SUBDISTRICT = CODE_LENGTHS[Level.SUBDISTRICT]


@dataclass(frozen=True)
class Beginning:
    organisation: Organisation
    way: str
    centre: Centre | None
    mentors: Sequence[User]


@transaction.atomic
def begin_incubation(data: Beginning, *, actor: Actor) -> Incubation:
    """For an organisation that came by itself. Whatever was known of finding it is answered with that."""
    organisation = Organisation.objects.locked(data.organisation.pk)
    warrant = actor.warrant(*INCUBATING, at=organisation.path)
    if warrant is None or can_act_for(actor, organisation):
        raise Forbidden()
    incubation = start_incubation(organisation, data.way, data.centre, data.mentors, actor=actor, warrant=warrant)
    finding = Finding.objects.filter(organisation=organisation).exclude(state=FindingState.ACCEPTED).first()
    if finding is not None:
        cause(finding, "join", actor=actor)
    return incubation


def start_incubation(
    organisation: Organisation,
    way: str,
    centre: Centre | None,
    mentors: Sequence[User],
    *,
    actor: Actor,
    warrant: Warrant | None,
) -> Incubation:
    """At the first step of today's. Invalid while there is another; the constraint has the last word."""
    if organisation.state not in ACTIVE or organisation.legal_kind not in SOCIAL_KINDS:
        raise Invalid(errors={"organisation": [_("只有在册的社会组织才能孵化")]})
    today, now = timezone.localdate(), timezone.now()
    first = Step.objects.on(today)[0]
    incubation = Incubation(
        **Incubation.at(organisation.place),
        organisation=organisation,
        role=organisation.role,
        way=way,
        centre=centre,
        stage=first.stage,
        step=first,
        step_since=now,
        began_on=today,
    )
    _check_one(organisation)
    start(incubation, actor=actor, warrant=warrant, facts={"way": way})
    _name(incubation, mentors)
    return incubation


def _check_one(organisation: Organisation) -> None:
    if Incubation.objects.going_on().filter(organisation=organisation).exists():
        raise _second()


def _second() -> Invalid:
    return Invalid(_("这个组织已在孵化中"), code="second", errors={"organisation": [_("这个组织已在孵化中")]})


@dataclass(frozen=True)
class Mentors:
    mentors: Sequence[User]


def name_mentors(incubation: Incubation, *, actor: Actor, data: Mentors) -> Mapping[str, object]:
    """From today on. Visits that are due go to the first of them."""
    _name(incubation, data.mentors)
    first = data.mentors[0] if data.mentors else None
    for visit in _due(incubation):
        if first is None:
            cause(visit, "release", actor=actor)
        elif visit.mentor_id != first.pk:
            cause(visit, "hand_over", actor=actor, data=first)
    return {"mentors": [str(mentor.pk) for mentor in data.mentors]}


def _name(incubation: Incubation, mentors: Sequence[User]) -> None:
    """Nobody mentors an organisation that they act for."""
    keys = [mentor.pk for mentor in mentors]
    today = timezone.localdate()
    own = Post.objects.on(today).filter(user__in=keys, unit=incubation.organisation.unit_id)
    if incubation.organisation.unit_id and own.exists():
        raise Invalid(errors={"mentors": [_("组织自己的代表不能当它的导师")]})
    current = incubation.mentorings.filter(valid_to=None)
    current.exclude(user__in=keys).update(valid_to=today)
    there: set[uuid.UUID] = set(current.values_list("user_id", flat=True))
    Mentoring.objects.bulk_create(
        Mentoring(incubation=incubation, user=mentor, valid_from=today) for mentor in mentors if mentor.pk not in there
    )


def reckon(incubation: Incubation, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Where it is now: at the first step, of its stage or later, whose evidence is not accepted.

    A stage that was passed stays passed. Called after evidence was accepted or taken back.
    """
    accepted = set(incubation.evidences.filter(state=EvidenceState.ACCEPTED).values_list("step_id", flat=True))
    ahead = [step for step in steps_of(incubation) if step.stage.position >= incubation.stage.position]
    step = next((step for step in ahead if step.pk not in accepted), None)
    before = incubation.step
    incubation.is_complete = step is None
    step = step or ahead[-1]
    if step.pk != before.pk or incubation.is_complete:
        if step.position > before.position or incubation.is_complete:
            _pass(incubation, before)
        incubation.step, incubation.stage, incubation.step_since = step, step.stage, timezone.now()
    return {"into": step.name}


def _pass(incubation: Incubation, step: Step) -> None:
    today = timezone.localdate()
    days = (today - timezone.localdate(incubation.step_since)).days
    Passage.objects.create(incubation=incubation, step=step, left_on=today, days=days)


def steps_of(incubation: Incubation) -> list[Step]:
    """In force on the day that it began."""
    return list(Step.objects.on(incubation.began_on))


def pause(incubation: Incubation, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Nobody visits meanwhile."""
    _release(_due(incubation), actor)
    return {}


def resume(incubation: Incubation, *, actor: Actor, data: None) -> Mapping[str, object]:
    """The time of its step begins anew."""
    incubation.step_since = timezone.now()
    return {}


@dataclass(frozen=True)
class Dropped:
    reason: str


def drop(incubation: Incubation, *, actor: Actor, data: Dropped) -> Mapping[str, object]:
    incubation.drop_reason = data.reason
    _end(incubation, actor)
    return {"reason": data.reason}


@dataclass(frozen=True)
class HandedOver:
    hub: Organisation


def graduate(incubation: Incubation, *, actor: Actor, data: HandedOver) -> Mapping[str, object]:
    """All evidence is accepted, it is on file or registered, and a local hub takes over (打造枢纽)."""
    organisation = incubation.organisation
    if not incubation.is_complete:
        raise Conflict(_("还有步骤的材料没有通过，不能出壳"), code="incomplete")
    if organisation.state not in PUBLIC:
        raise Conflict(_("组织还没有备案或登记，不能出壳"), code="not_on_file")
    if not takes_over(data.hub, incubation):
        raise Invalid(errors={"hub": [_("请选择本街道或区里在册的枢纽型组织")]})
    incubation.hub = data.hub
    if data.hub.pk != organisation.pk:
        cause(organisation, "change", actor=actor, data=Edit({"hub": data.hub}))
    _end(incubation, actor)
    return {"into": data.hub.name}


def takes_over(hub: Organisation, incubation: Incubation) -> bool:
    """A hub of its subdistrict, or one of a place above; a hub that was incubated stands on its own."""
    is_near = incubation.path.startswith(hub.path) or hub.path[:SUBDISTRICT] == incubation.path[:SUBDISTRICT]
    return hub.role in HUBS and hub.state in PUBLIC and is_near


def _end(incubation: Incubation, actor: Actor) -> None:
    """Nothing of it waits for anybody any more."""
    incubation.ended_on = timezone.localdate()
    incubation.mentorings.filter(valid_to=None).update(valid_to=incubation.ended_on)
    _release(_due(incubation), actor)
    for parts in (Evidence.objects, ServiceRequest.objects):
        _release(parts.filter(incubation=incubation, state__in=parts.model.open_states), actor)


def _due(incubation: Incubation) -> list[MentorVisit]:
    return list(MentorVisit.objects.filter(incubation=incubation, state__in=MentorVisit.open_states))


def _release(parts: Iterable[Any], actor: Actor) -> None:
    for part in parts:
        cause(part, "release", actor=actor)
