"""Wanting a thing, and lending it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from linli.flow.flow import start
from linli.kernel.actor import Actor
from linli.kernel.problems import Forbidden
from linli.places.models import Place
from tests.toy.models import KEEPERS, Loan


@dataclass(frozen=True)
class Wanted:
    place: Place
    thing: str


@transaction.atomic
def want(data: Wanted, *, actor: Actor) -> Loan:
    warrant = actor.warrant(*KEEPERS, at=data.place.code)
    if warrant is None:
        raise Forbidden()
    return start(Loan(**Loan.at(data.place), thing=data.thing), actor=actor, warrant=warrant)


@dataclass(frozen=True)
class Lending:
    back_on: datetime.date


def lend(loan: Loan, *, actor: Actor, data: Lending) -> Mapping[str, object]:
    loan.back_on = data.back_on
    return {"back_on": data.back_on}
