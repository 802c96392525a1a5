"""Offering, asking, granting, reporting. Each runs inside its move's lock and transaction."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import start
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import KEEPING, can_act_for
from linli.organisations.support.eligibility import chances_of
from linli.organisations.support.models import Support, SupportScheme
from linli.organisations.support.states import OPEN_SUPPORT
from linli.places.models import Place


@dataclass(frozen=True)
class NewScheme:
    place: Place
    values: Mapping[str, Any]


@transaction.atomic
def offer(data: NewScheme, *, actor: Actor) -> SupportScheme:
    warrant = actor.warrant(*KEEPING, at=data.place.code)
    if warrant is None:
        raise Forbidden()
    scheme = SupportScheme(**SupportScheme.at(data.place), **data.values)
    start(scheme, actor=actor, warrant=warrant)
    return scheme


@dataclass(frozen=True)
class Asked:
    organisation: Organisation
    scheme: SupportScheme
    words: str
    amount: int | None


@transaction.atomic
def ask(data: Asked, *, actor: Actor) -> Support:
    """By who acts for the organisation. Raises Invalid with the reason why it may not have this, Conflict for twice."""
    held = Organisation.objects.locked(data.organisation.pk)
    warrant = can_act_for(actor, held)
    if warrant is None:
        raise Forbidden()
    chance = next((one for one in chances_of(held) if one.scheme == data.scheme), None)
    if chance is None or chance.why_not:
        raise Invalid(errors={"scheme": [chance.why_not if chance else _("现在没有这项扶持")]})
    _check_amount(data.amount, data.scheme.most)
    if Support.objects.filter(organisation=held, scheme=data.scheme, state__in=OPEN_SUPPORT).exists():
        raise Conflict(_("已有一份没有办完的申请"), code="asked_already")
    support = Support(
        **Support.at(held.place), organisation=held, scheme=data.scheme, words=data.words, asked=data.amount
    )
    start(support, actor=actor, warrant=warrant)
    return support


@dataclass(frozen=True)
class Granted:
    amount: int | None
    use_by: datetime.date


def grant(support: Support, *, actor: Actor, data: Granted) -> Mapping[str, object]:
    """At most what was asked for."""
    _check_amount(data.amount, support.asked)
    support.granted, support.use_by = data.amount, data.use_by
    return {"fen": data.amount} if data.amount is not None else {}


@dataclass(frozen=True)
class Reported:
    words: str


def report(support: Support, *, actor: Actor, data: Reported) -> Mapping[str, object]:
    support.report = data.words
    return {}


def edit_scheme(scheme: SupportScheme, *, actor: Actor, data: Mapping[str, Any]) -> Mapping[str, object]:
    """What was asked for before stays as it was asked for."""
    changed = [name for name, value in data.items() if getattr(scheme, name) != value]
    for name in changed:
        setattr(scheme, name, data[name])
    return {"changed": {name: [] for name in changed}}


def _check_amount(amount: int | None, most: int | None) -> None:
    if most is None and amount is not None:
        raise Invalid(errors={"amount": [_("这项扶持不给钱，不填金额")]})
    if most is not None and (amount is None or amount > most):
        yuan = f"{most // 100:,}"
        raise Invalid(errors={"amount": [_("请填写金额，最高 %(yuan)s 元") % {"yuan": yuan}]})
