"""Once a day: periods begin, fall behind and end, agreements run out; and what ``./linli verify`` adds up again."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from linli.flow.flow import cause, cause_if_still
from linli.inbox.actions import send
from linli.inbox.models import MessageKind, Task
from linli.kernel.actor import SYSTEM
from linli.organisations.spaces.actions import open_period
from linli.organisations.spaces.flows import giver
from linli.organisations.spaces.models import SpaceAgreement, SpacePeriod
from linli.organisations.spaces.rules import BEHIND_AT
from linli.organisations.spaces.states import AgreementState, DeliveryState, PeriodState
from linli.people.staffing import users_of


def go_round() -> int:
    """Returns how much was done."""
    today = timezone.localdate()
    return sum(1 for _step in (*_end(today), *_begin(today), *_warn(today), *_run_out(today)))


def _end(today: datetime.date) -> Iterator[None]:
    over = SpacePeriod.objects.filter(state=PeriodState.RUNNING, last_day__lt=today).for_list()
    for period in over.order_by("pk"):
        with transaction.atomic():
            held = _held(period)
            if held.state == PeriodState.RUNNING:
                cause(held, "fall_short" if held.lacks else "meet", actor=SYSTEM)
                yield


def _begin(today: datetime.date) -> Iterator[None]:
    going = SpaceAgreement.objects.filter(state=AgreementState.IN_FORCE, valid_from__lte=today, valid_to__gte=today)
    has_one = SpacePeriod.objects.filter(first_day__lte=today, last_day__gte=today)
    for agreement in going.exclude(pk__in=has_one.values("agreement")).order_by("pk"):
        with transaction.atomic():
            agreement.lock_parents()
            held = SpaceAgreement.objects.select_for_update(of=("self",)).for_list().get(pk=agreement.pk)
            if held.state == AgreementState.IN_FORCE and open_period(held, today):
                yield


def _warn(today: datetime.date) -> Iterator[None]:
    """Both sides hear once in a period that it falls behind; not before half of it is over."""
    for period in SpacePeriod.objects.filter(state=PeriodState.RUNNING, warned_on=None).for_list().order_by("pk"):
        with transaction.atomic():
            held = _held(period)
            if held.state != PeriodState.RUNNING or held.warned_on or not is_behind(held, today):
                continue
            cause(held, "fall_behind", actor=SYSTEM)
            task = Task.objects.get(pk=held.pk)
            told = dict.fromkeys([*users_of(task.holder), *users_of(giver(held.path))])
            send(task, MessageKind.WARNING, told, now=timezone.now())
            yield


def is_behind(period: SpacePeriod, day: datetime.date) -> bool:
    """Past the middle of the period, less than the rule's share of what should be there by now."""
    if (day - period.first_day) * 2 < period.last_day - period.first_day:
        return False
    return period.delivered < period.expected_on(day) * BEHIND_AT.at(period.path) / 100


def _run_out(today: datetime.date) -> Iterator[None]:
    for agreement in SpaceAgreement.objects.filter(state=AgreementState.IN_FORCE, valid_to__lt=today).order_by("pk"):
        if cause_if_still(agreement, "run_out", actor=SYSTEM):
            yield


def _held(period: SpacePeriod) -> SpacePeriod:
    """Under its lock, as it is now: another worker may have been faster."""
    period.lock_parents()
    return SpacePeriod.objects.select_for_update(of=("self",)).for_list().get(pk=period.pk)  # type: ignore[no-any-return]


def verify() -> list[str]:
    """Periods whose sum is not that of their confirmed deliveries."""
    confirmed = Coalesce(Sum("deliveries__amount", filter=Q(deliveries__state=DeliveryState.CONFIRMED)), Decimal(0))
    wrong = SpacePeriod.objects.annotate(found=confirmed).exclude(delivered=F("found")).order_by("number")
    return [f"{period.number} says {period.delivered}, its deliveries {period.found}" for period in wrong]
