"""What happens to experts. The moves run inside their lock and transaction."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import start
from linli.kernel.actor import Actor
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.experts.models import Expert, ExpertField, ExpertTie
from linli.organisations.experts.states import TieKind
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import KEEPING
from linli.people.models import Unit, User
from linli.places.models import Place


@dataclass(frozen=True)
class Joining:
    """Somebody comes into the pool: a user, or a person outside by name."""

    place: Place
    user: User | None
    name: str
    values: Mapping[str, Any]
    fields: Sequence[ExpertField]


@transaction.atomic
def join_pool(data: Joining, *, actor: Actor) -> Expert:
    """An officer takes somebody into the pool of a place."""
    warrant = actor.warrant(*KEEPING, at=data.place.code)
    if warrant is None:
        raise Forbidden()
    if data.user is not None and Expert.objects.filter(user=data.user).exists():
        raise Invalid(errors={"username": [_("此人已在专家库里")]})
    expert = Expert(**Expert.at(data.place), user=data.user, name=None if data.user else data.name, **data.values)
    start(expert, actor=actor, warrant=warrant)
    expert.fields.set(data.fields)
    return expert


@dataclass(frozen=True)
class Said:
    values: Mapping[str, Any]
    fields: Sequence[ExpertField]


def edit(expert: Expert, *, actor: Actor, data: Said) -> Mapping[str, object]:
    changed = [name for name, value in data.values.items() if getattr(expert, name) != value]
    for name in changed:
        setattr(expert, name, data.values[name])
    expert.fields.set(data.fields)
    return {"changed": {name: [] for name in changed}}


@dataclass(frozen=True)
class Tied:
    """To one of the three."""

    kind: TieKind
    organisation: Organisation | None = None
    unit: Unit | None = None
    person: str = ""
    until: datetime.date | None = None


def declare_tie(expert: Expert, *, actor: Actor, data: Tied) -> Mapping[str, object]:
    """What it is to stays out of the trail: it may be a person."""
    ExpertTie.objects.create(
        expert=expert,
        kind=data.kind,
        organisation=data.organisation,
        unit=data.unit,
        person=data.person or None,
        until=data.until,
    )
    return {"tie": data.kind}


@dataclass(frozen=True)
class Untied:
    tie: ExpertTie
    on: datetime.date


def end_tie(expert: Expert, *, actor: Actor, data: Untied) -> Mapping[str, object]:
    """It goes on counting for the years that the rule says."""
    if data.tie.expert_id != expert.pk:
        raise Forbidden()
    data.tie.until = data.on
    data.tie.save(update_fields=["until"])
    return {"tie": data.tie.kind}
