"""Sending evidence, and what it changes when it is accepted."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import cause, start
from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.files import Pdf, Picture, keep
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.incubation.actions.incubations import Dropped, steps_of
from linli.organisations.incubation.models import Evidence, EvidenceFile, EvidencePerson, Finding, Incubation, Step
from linli.organisations.incubation.policies import can_answer
from linli.organisations.incubation.states import (
    DropReason,
    EvidenceState,
    FileKind,
    FindingState,
    IncubationState,
    Special,
)
from linli.organisations.registry.actions import Edit, check_name
from linli.organisations.registry.ends import has_left
from linli.organisations.registry.models import Member, Organisation
from linli.organisations.registry.states import PUBLIC, MemberRole


@dataclass(frozen=True)
class Chosen:
    """``phone`` may be empty."""

    role: str
    name: str
    phone: str


@dataclass(frozen=True)
class Sent:
    """Evidence for a step. ``people`` and ``name`` where the step asks for them."""

    incubation: Incubation
    step: Step
    text: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    photos: Sequence[Picture] = ()
    document: Picture | Pdf | None = None
    people: Sequence[Chosen] = ()
    name: str = ""
    logo: Picture | None = None


@transaction.atomic
def send_evidence(data: Sent, *, actor: Actor) -> Evidence:
    """For any step of the stage that the incubation is in; the steps of one stage may come in any order."""
    organisation = Organisation.objects.locked(data.incubation.organisation_id)
    incubation = Incubation.objects.select_for_update().get(pk=data.incubation.pk)
    warrant = can_answer(actor, incubation)
    if warrant is None:
        raise Forbidden()
    _check(incubation, data)
    if data.name:
        named = copy(organisation)
        named.name = data.name
        check_name(named)
    files = [(keep(photo), FileKind.PHOTO) for photo in data.photos]
    files += [(keep(data.document), FileKind.DOCUMENT)] if data.document else []
    files += [(keep(data.logo), FileKind.LOGO)] if data.logo else []
    evidence = Evidence(
        **Evidence.at(incubation.place),
        incubation=incubation,
        step=data.step,
        text=data.text,
        numbers=dict(data.numbers),
        name=data.name,
    )
    evidence.digest = evidence.digest_with([file.sha256 for file, _what in files])
    start(evidence, actor=actor, warrant=warrant)
    EvidenceFile.objects.bulk_create(EvidenceFile(evidence=evidence, file=file, what=what) for file, what in files)
    EvidencePerson.objects.bulk_create(
        EvidencePerson(evidence=evidence, role=one.role, name=one.name, phone=one.phone or None) for one in data.people
    )
    cause(incubation, "receive", actor=actor)
    return evidence


def _check(incubation: Incubation, data: Sent) -> None:
    if incubation.state != IncubationState.GOING:
        raise Conflict(_("孵化已暂停或结束，不能再交材料"), code="not_going")
    if data.step.pk not in {step.pk for step in steps_of(incubation)}:
        raise Invalid(errors={"step": [_("没有这一步")]})
    if data.step.stage.position > incubation.stage.position:
        raise Invalid(errors={"step": [_("这一步在后面的阶段，请先完成“%(stage)s”") % {"stage": incubation.stage}]})
    if data.step.stage_id != incubation.stage_id or incubation.is_complete:
        raise Invalid(errors={"step": [_("这一步的阶段已经通过，不必再交")]})
    open_states = (EvidenceState.SENT, EvidenceState.ACCEPTED)
    if incubation.evidences.filter(step=data.step, state__in=open_states).exists():
        raise Invalid(errors={"step": [_("这一步已有等待审核或已通过的材料；要换新的，请先撤回它")]})


def accept(evidence: Evidence, *, actor: Actor, data: None) -> Mapping[str, object]:
    """What the step is for is written to the organisation: who leads it, its council, its name."""
    organisation, special = evidence.organisation, evidence.step.special
    if special == Special.FILING and organisation.state not in PUBLIC:
        raise Conflict(_("组织还没有备案或登记，这一步不能通过"), code="not_on_file")
    if special in (Special.LEADERS, Special.COUNCIL):
        try:
            changed = Edit({"name": evidence.name} if evidence.name else {})
            cause(organisation, "change", actor=actor, data=changed)
        except Invalid as problem:
            raise Conflict(" ".join(str(text) for texts in problem.errors.values() for text in texts)) from problem
        _enter(organisation, list(evidence.people.all()))
    return {"people": evidence.people.count()} if special != Special.NOTHING else {}


def _enter(organisation: Organisation, people: list[EvidencePerson]) -> None:
    """Those of the roles named here who are not among them have left with today; the others have come today."""
    today = timezone.localdate()
    roles = {person.role for person in people}
    if MemberRole.LEADER in roles:
        roles.add(MemberRole.DEPUTY)
    there = list(Member.objects.on(today).filter(organisation=organisation, role__in=roles))
    wanted = {(person.role, person.name) for person in people}
    gone = [member.pk for member in there if (member.role, member.name) not in wanted]
    Member.objects.filter(pk__in=gone).update(left_on=today)
    known = {(member.role, member.name) for member in there}
    Member.objects.bulk_create(
        Member(organisation=organisation, role=one.role, name=one.name, phone=one.phone, joined_on=today)
        for one in people
        if (one.role, one.name) not in known
    )


@dataclass(frozen=True)
class Returned:
    """``reason`` is for the organisation: what to put right."""

    reason: str


def turn_back(evidence: Evidence, *, actor: Actor, data: Returned) -> Mapping[str, object]:
    evidence.returned_reason = data.reason
    return {}


def withdraw(evidence: Evidence, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Also what was accepted, until its stage has passed."""
    incubation = evidence.incubation
    is_passed = evidence.step.stage_id != incubation.stage_id or incubation.is_complete
    if evidence.state == EvidenceState.ACCEPTED and is_passed:
        raise Conflict(_("这一阶段已经通过，材料不能再撤回"), code="stage_passed")
    return {}


CAUSED = {"accept": "reckon", "withdraw": "reckon", "return": "turn_back"}
"""What follows for the incubation from a move of its evidence."""
ROLE_CHANGES = ("correct", "change")
"""Moves of an organisation after which its role may be another."""


def react(record: Record, *, name: str, actor: Actor) -> None:
    """Its incubation goes on, back, or waits for its people again; it is held already."""
    if isinstance(record, Evidence) and name in CAUSED:
        cause(record.incubation, CAUSED[name], actor=actor)
    elif isinstance(record, Organisation) and name in ROLE_CHANGES:
        going = Incubation.objects.going_on().filter(organisation=record)
        going.exclude(role=record.role).update(role=record.role)
    elif has_left(record):
        for incubation in Incubation.objects.going_on().filter(organisation=record):
            cause(incubation, "leave", actor=actor, data=Dropped(DropReason.LEFT))
        for finding in Finding.objects.filter(
            organisation=record, state__in=(FindingState.FOUND, FindingState.INVITED)
        ):
            cause(finding, "lapse", actor=actor)


def verify() -> list[str]:
    """Evidence that is no longer what was sent."""
    return [
        f"evidence {found.number} was changed"
        for found in Evidence.objects.prefetch_related("files__file").order_by("pk").iterator(chunk_size=500)
        if found.digest != found.digest_with([one.file.sha256 for one in found.files.all()])
    ]
