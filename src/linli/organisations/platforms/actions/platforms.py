"""What happens to platforms, and how a visit is put down."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.due import after_workdays
from linli.flow.flow import cause, start
from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.platforms.models import CheckedItem, ChecklistItem, Operation, Platform, PlatformCheck
from linli.organisations.platforms.policies import can_visit
from linli.organisations.platforms.rules import PUT_RIGHT_DAYS
from linli.organisations.platforms.states import PLATFORM_LEVELS, PlatformState
from linli.organisations.registry.ends import has_left
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import FINDING
from linli.places.levels import LEVELS_BY_LENGTH
from linli.places.models import Place


@dataclass(frozen=True)
class Opening:
    """A platform begins; ``operator`` runs it from its first day."""

    place: Place
    values: Mapping[str, Any]
    operator: Organisation | None


@transaction.atomic
def open_platform(data: Opening, *, actor: Actor) -> Platform:
    """Raises Forbidden outside the actor's places, Invalid for a twin or at a place that has none."""
    warrant = actor.warrant(*FINDING, at=data.place.code)
    if warrant is None:
        raise Forbidden()
    platform = Platform(**Platform.at(data.place), **data.values)
    _check(platform)
    start(platform, actor=actor, warrant=warrant)
    if data.operator:
        Operation.objects.create(platform=platform, organisation=data.operator, since=platform.opened_on)
    return platform


def _twin() -> Invalid:
    return Invalid(errors={"name": [_("此地已有同名的平台")]})


def _check(platform: Platform) -> None:
    if LEVELS_BY_LENGTH[len(platform.path)] not in PLATFORM_LEVELS:
        raise Invalid(errors={"place": [_("平台设在区县、街道或社区")]})
    same = Platform.objects.standing().filter(place=platform.place_id, name=platform.name)
    if same.exclude(pk=platform.pk).exists():
        raise _twin()
    premises = platform.premises
    if premises and not premises.community.code.startswith(platform.path):
        raise Invalid(errors={"premises": [_("这处用房不在平台的范围里")]})


@dataclass(frozen=True)
class Edited:
    values: Mapping[str, Any]


def edit(platform: Platform, *, actor: Actor, data: Edited) -> Mapping[str, object]:
    changed = []
    for name, value in data.values.items():
        if getattr(platform, name) != value:
            setattr(platform, name, value)
            changed.append(name)
    _check(platform)
    return {"changed": changed}


@dataclass(frozen=True)
class HandedOver:
    """From ``since`` on; None: nobody runs it but the office itself."""

    operator: Organisation | None
    since: datetime.date


def hand_over(platform: Platform, *, actor: Actor, data: HandedOver) -> Mapping[str, object]:
    """Who ran it stops on the day from which somebody else does."""
    now = platform.operations.filter(until=None).first()
    if now and data.operator and now.organisation_id == data.operator.pk:
        raise Invalid(errors={"operator": [_("现在就是它在运营")]})
    last = platform.operations.first()
    if last and data.since < (last.until or last.since):
        raise Invalid(errors={"since": [_("不能早于上一家运营的日期")]})
    if data.since < platform.opened_on:
        raise Invalid(errors={"since": [_("不能早于启用日期")]})
    if now:
        now.until = data.since
        now.save(update_fields=["until"])
    if data.operator:
        Operation.objects.create(platform=platform, organisation=data.operator, since=data.since)
    return {"operator": data.operator.number if data.operator else ""}


def follow(record: Record, *, name: str, actor: Actor) -> None:
    """A reaction: an organisation that left runs no platform; the office does until it is handed to another."""
    if has_left(record):
        Operation.objects.filter(organisation=record, until=None).update(until=timezone.localdate())


def close(platform: Platform, *, actor: Actor, data: None) -> Mapping[str, object]:
    platform.closed_on = timezone.localdate()
    platform.operations.filter(until=None, since__lte=platform.closed_on).update(until=platform.closed_on)
    return {}


def reopen(platform: Platform, *, actor: Actor, data: None) -> Mapping[str, object]:
    platform.closed_on = None
    _check(platform)
    return {}


@dataclass(frozen=True)
class Found:
    """Of one item: met or not, or the number that was counted where the item asks for one."""

    item: ChecklistItem
    is_met: bool | None = None
    count: int | None = None


@dataclass(frozen=True)
class Checked:
    """``put_right_by`` None: as long as the rule of the place gives."""

    platform: Platform
    on: datetime.date
    findings: Sequence[Found]
    put_right_by: datetime.date | None = None


@transaction.atomic
def check(data: Checked, *, actor: Actor) -> PlatformCheck:
    """Put down what a visit found: every item that held on that day, and no other. Raises Forbidden, Invalid."""
    platform = Platform.objects.select_for_update(of=("self",)).select_related("place").get(pk=data.platform.pk)
    warrant = can_visit(actor, platform)
    if warrant is None:
        raise Forbidden()
    if platform.state != PlatformState.OPEN:
        raise Invalid(_("平台已停办，不再检查"))
    if not platform.opened_on <= data.on <= timezone.localdate():
        raise Invalid(errors={"on": [_("检查日期不能早于启用日期，也不能在今天之后")]})
    findings = [_finding(one) for one in _complete(platform, data)]
    is_short = any(not finding.is_met for finding in findings)
    visit = PlatformCheck(
        **PlatformCheck.at(platform.place),
        platform=platform,
        visited_on=data.on,
        put_right_by=_deadline(platform, data) if is_short else None,
    )
    start(visit, actor=actor, warrant=warrant)
    for finding in findings:
        finding.visit = visit
    CheckedItem.objects.bulk_create(findings)
    return visit if is_short else cause(visit, "pass", actor=actor)


def _complete(platform: Platform, data: Checked) -> Sequence[Found]:
    wanted = set(ChecklistItem.objects.on(data.on).for_level(platform.level).values_list("pk", flat=True))
    errors = {
        f"item_{one.item.code}": [_("这一条在检查那天没有生效，或不适用于这个平台")]
        for one in data.findings
        if one.item.pk not in wanted
    }
    if errors:
        raise Invalid(errors=errors)
    if missing := wanted - {one.item.pk for one in data.findings}:
        codes = ChecklistItem.objects.filter(pk__in=missing).values_list("code", flat=True)
        raise Invalid(errors={f"item_{code}": [_("请填写这一条")] for code in codes})
    return data.findings


def _finding(one: Found) -> CheckedItem:
    least = one.item.least
    if least is None:
        return CheckedItem(item=one.item, is_met=bool(one.is_met))
    if one.count is None or one.count < 0:
        raise Invalid(errors={f"item_{one.item.code}": [_("请填写数目，不能是负数")]})
    return CheckedItem(item=one.item, is_met=one.count >= least, found=one.count, least=least)


def _deadline(platform: Platform, data: Checked) -> datetime.date:
    today = timezone.localdate()
    if data.put_right_by is None:
        return after_workdays(timezone.now(), PUT_RIGHT_DAYS.at(platform.path))
    if data.put_right_by < today:
        raise Invalid(errors={"put_right_by": [_("整改期限不能早于今天")]})
    return data.put_right_by


@dataclass(frozen=True)
class Again:
    put_right_by: datetime.date


def send_back(visit: PlatformCheck, *, actor: Actor, data: Again) -> Mapping[str, object]:
    if data.put_right_by < timezone.localdate():
        raise Invalid(errors={"put_right_by": [_("整改期限不能早于今天")]})
    visit.put_right_by = data.put_right_by
    return {}
