"""Deciding on an application: what must be in before, and what follows from it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import cause
from linli.flow.records import Record
from linli.inbox.models import Task
from linli.kernel.actor import Actor
from linli.kernel.files import Pdf, Picture
from linli.kernel.problems import Invalid
from linli.organisations.applications import certificates, clock, papers
from linli.organisations.applications.models import Application, Opinion
from linli.organisations.applications.states import RECORDED, UNDER_WAY, Change, OpinionState, Outcome
from linli.organisations.registry.actions import Edit, Left, Registered
from linli.organisations.registry.ends import has_left
from linli.organisations.registry.models import Member
from linli.organisations.registry.states import MemberRole


@dataclass(frozen=True)
class Approval:
    """``override_reason`` is why it is decided although departments that are late have not answered."""

    override_reason: str = ""


def approve(record: Application, *, actor: Actor, data: Approval) -> Mapping[str, object]:
    _conclude(record, data.override_reason, actor=actor)
    _check_agreed(record)
    facts: dict[str, object] = {}
    outcome = record.item.outcome
    if outcome == Outcome.FILE:
        facts["filing_number"] = certificates.give(record, actor=actor).number
    elif outcome == Outcome.CHANGE:
        _change(record, actor=actor)
    return facts


@dataclass(frozen=True)
class AuthorityDecision:
    """What the registering authority decided, and its certificate."""

    registered: Registered
    certificate: Picture | Pdf | None = None
    override_reason: str = ""


def record_registration(record: Application, *, actor: Actor, data: AuthorityDecision) -> Mapping[str, object]:
    """The authority registered it; Linli writes that down and keeps the certificate."""
    _conclude(record, data.override_reason, actor=actor)
    _check_agreed(record)
    if data.certificate is not None:
        papers.add(record, papers.CERTIFICATE, data.certificate)
    registered = replace(data.registered, legal_kind=record.item.kind_of(record.organisation))
    cause(record.organisation, "register", actor=actor, data=registered)
    return {"code": data.registered.code}


@dataclass(frozen=True)
class Refusal:
    reasons: str
    to_fix: str
    override_reason: str = ""


def refuse(record: Application, *, actor: Actor, data: Refusal) -> None:
    _conclude(record, data.override_reason, actor=actor)
    record.reasons, record.to_fix = data.reasons, data.to_fix


def follow(record: Record, *, name: str, actor: Actor) -> None:
    """A reaction: an approved leaving takes its organisation off, and whoever left applies for nothing any more.

    Not an effect of the approval: by now that one is approved, and not among those that end.
    """
    if isinstance(record, Application) and name == "approve" and record.item.outcome == Outcome.LEAVE:
        left = Left(record.item.name, timezone.localdate())
        cause(record.organisation, "leave", actor=actor, data=left)
    elif has_left(record):
        for application in Application.objects.filter(organisation=record, state__in=UNDER_WAY).order_by("pk"):
            cause(application, "lapse", actor=actor)


def release_opinions(record: Application, *, actor: Actor) -> None:
    """Nobody waits any longer for what was not said."""
    for opinion in Opinion.objects.filter(application=record).open().order_by("pk"):
        cause(opinion, "release", actor=actor)


def _conclude(record: Application, override_reason: str, *, actor: Actor) -> None:
    """Everybody has spoken, or whoever has not is late and it is said why that is not waited for."""
    now = timezone.now()
    open_ = list(Opinion.objects.filter(application=record).open().select_related("unit"))
    if open_:
        waiting = _in_time(open_, now)
        if waiting:
            names = gettext("、").join(opinion.unit.name for opinion in waiting)
            text = _("还在等 %(units)s，期限未到，不能先作决定") % {"units": names}
            raise Invalid(text, code="opinions_open", errors={"note": [text]})
        if not override_reason.strip():
            names = gettext("、").join(opinion.unit.name for opinion in open_)
            raise Invalid(
                errors={"override_reason": [_("%(units)s 逾期未答复，请写明为什么先作决定") % {"units": names}]}
            )
        record.override_reason = override_reason
        release_opinions(record, actor=actor)
    clock.end(record, now)
    record.decided_at = now


def _in_time(opinions: list[Opinion], now: datetime.datetime) -> list[Opinion]:
    """Those whose time, the department's or that of the applicant who was asked, has not run out."""
    due = dict(Task.objects.filter(pk__in=[opinion.pk for opinion in opinions]).values_list("pk", "due_at"))
    return [opinion for opinion in opinions if (at := due.get(opinion.pk)) is None or at > now]


def _check_agreed(record: Application) -> None:
    against = Opinion.objects.filter(application=record, is_needed=True, state=OpinionState.OBJECTED)
    names = gettext("、").join(against.order_by("pk").values_list("unit__name", flat=True))
    if names:
        text = _("%(units)s 不同意，须其同意的事项不能通过") % {"units": names}
        raise Invalid(text, code="objected", errors={"note": [text]})


def _change(record: Application, *, actor: Actor) -> None:
    """What the item changes now stands in the registry."""
    change, organisation = Change(record.item.change), record.organisation
    values: dict[str, object] = {}
    if change in RECORDED:
        values = {change.value: True}
    elif change == Change.LEADER:
        _replace_leader(record)
    else:
        values = {change.value: record.wanted}
    cause(organisation, "change", actor=actor, data=Edit(values))


def _replace_leader(record: Application) -> None:
    today = timezone.localdate()
    leaders = Member.objects.on(today).filter(organisation=record.organisation, role=MemberRole.LEADER)
    leaders.update(left_on=today)
    Member.objects.create(
        organisation=record.organisation,
        role=MemberRole.LEADER,
        name=record.wanted or "",
        phone=record.wanted_phone or None,
        joined_on=today,
    )
