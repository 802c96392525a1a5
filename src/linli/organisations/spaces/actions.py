"""Agreeing, delivering, confirming, ending. Each runs inside its move's lock and transaction."""

import datetime
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import cause, start
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import ACTIVE
from linli.organisations.spaces.models import Delivery, SpaceAgreement, SpacePeriod
from linli.organisations.spaces.policies import GIVING
from linli.organisations.spaces.states import DeliveryState, Measure, PeriodState, Rhythm
from linli.places.models import Premises

MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3}


def period_of(agreement: SpaceAgreement, day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First and last day of the calendar month or quarter that ``day`` lies in, within the agreement's days."""
    months = MONTHS[Rhythm(agreement.rhythm)]
    first = datetime.date(day.year, (day.month - 1) // months * months + 1, 1)
    last_month = first.month + months - 1
    last = datetime.date(first.year, last_month, monthrange(first.year, last_month)[1])
    return max(first, agreement.valid_from), min(last, agreement.valid_to)


def owed_in(agreement: SpaceAgreement, first: datetime.date, last: datetime.date) -> Decimal:
    """A period cut short at the agreement's beginning or end owes its share of days, to a tenth."""
    months = MONTHS[Rhythm(agreement.rhythm)]
    begin = datetime.date(first.year, (first.month - 1) // months * months + 1, 1)
    end_month = begin.month + months - 1
    whole = (datetime.date(begin.year, end_month, monthrange(begin.year, end_month)[1]) - begin).days + 1
    share = agreement.owed * ((last - first).days + 1) / whole
    return max(share.quantize(Decimal("0.1"), ROUND_HALF_UP), Decimal("0.1"))


@dataclass(frozen=True)
class Proposed:
    organisation: Organisation
    premises: Premises
    service: str
    measure: Measure
    rhythm: Rhythm
    owed: Decimal
    valid_from: datetime.date
    valid_to: datetime.date


@transaction.atomic
def propose(data: Proposed, *, actor: Actor) -> SpaceAgreement:
    """Offer premises to an organisation or a business. Raises Forbidden where the actor looks after none."""
    place = data.premises.community
    warrant = actor.warrant(*GIVING, at=place.code)
    if warrant is None:
        raise Forbidden()
    held = Organisation.objects.locked(data.organisation.pk)
    if held.state not in ACTIVE:
        raise Conflict(_("这个组织已经退出"), code="left")
    agreement = SpaceAgreement(
        **SpaceAgreement.at(place),
        organisation=held,
        premises=data.premises,
        service=data.service,
        measure=data.measure,
        rhythm=data.rhythm,
        owed=data.owed,
        valid_from=data.valid_from,
        valid_to=data.valid_to,
    )
    start(agreement, actor=actor, warrant=warrant)
    return agreement


def accept(agreement: SpaceAgreement, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Both sides have agreed: the first period begins when the agreement does."""
    if agreement.valid_to < timezone.localdate():
        raise Invalid(_("协议期限已过，请重新提出"), code="over")
    open_period(agreement, timezone.localdate())
    return {}


def open_period(agreement: SpaceAgreement, day: datetime.date) -> int:
    """The period that ``day`` lies in, or the first one, unless it is there already; how many were begun."""
    first, last = period_of(agreement, max(day, agreement.valid_from))
    if first > day or SpacePeriod.objects.filter(agreement=agreement, first_day=first).exists():
        return 0
    period = SpacePeriod(
        place=agreement.place,
        path=agreement.path,
        agreement=agreement,
        first_day=first,
        last_day=last,
        owed=owed_in(agreement, first, last),
    )
    start(period, actor=SYSTEM)
    return 1


@dataclass(frozen=True)
class Delivered:
    day: datetime.date
    amount: Decimal
    what: str


def deliver(agreement: SpaceAgreement, *, actor: Actor, data: Delivered) -> Mapping[str, object]:
    """Service of a day in the period that runs. One that is closed takes nothing more."""
    period = SpacePeriod.objects.filter(
        agreement=agreement, state=PeriodState.RUNNING, first_day__lte=data.day, last_day__gte=data.day
    ).first()
    if period is None:
        raise Invalid(errors={"day": [_("这一天不在正在进行的一期之内")]})
    delivery = Delivery(
        place=agreement.place,
        path=agreement.path,
        agreement=agreement,
        period=period,
        day=data.day,
        amount=data.amount,
        what=data.what,
    )
    start(delivery, actor=actor)
    return {"delivery": delivery.number, "amount": str(data.amount)}


def confirm(delivery: Delivery, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Counts from here on: under the lock of its agreement, so that no two sums meet."""
    period = _running(delivery)
    if period.state != PeriodState.RUNNING:
        raise Conflict(_("这一期已经结算"), code="settled")
    period.delivered += delivery.amount
    period.save(update_fields=["delivered"])
    return {"amount": str(delivery.amount)}


def _running(delivery: Delivery) -> SpacePeriod:
    found: SpacePeriod = SpacePeriod.objects.select_for_update(of=("self",)).get(pk=delivery.period_id)
    return found


def settle(period: SpacePeriod, *, actor: Actor, data: None) -> Mapping[str, object]:
    """What nobody confirmed by now does not count, and its task ends."""
    for told in Delivery.objects.filter(period=period, state=DeliveryState.TOLD):
        cause(told, "lapse", actor=actor)
    return {"owed": str(period.owed), "delivered": str(period.delivered)}


def end(agreement: SpaceAgreement, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Its running period is settled with it."""
    for period in SpacePeriod.objects.filter(agreement=agreement, state=PeriodState.RUNNING):
        cause(period, "meet" if not period.lacks else "fall_short", actor=actor)
    return {}
