"""What a centre gives: services for one or for all, trainings and exchange visits; and the lists behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import start
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.incubation.models import (
    CentreService,
    Incubation,
    Seat,
    ServiceRequest,
    Training,
)
from linli.organisations.incubation.policies import INCUBATING, can_answer
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_act_for
from linli.places.models import Place


@dataclass(frozen=True)
class Asked:
    incubation: Incubation
    service: CentreService
    words: str


@transaction.atomic
def ask_service(data: Asked, *, actor: Actor) -> ServiceRequest:
    Organisation.objects.locked(data.incubation.organisation_id)
    incubation = Incubation.objects.going_on().filter(pk=data.incubation.pk).select_related("organisation").first()
    warrant = can_answer(actor, incubation) if incubation else None
    if incubation is None or warrant is None:
        raise Forbidden()
    request = ServiceRequest(
        **ServiceRequest.at(incubation.place), incubation=incubation, service=data.service, words=data.words
    )
    started: ServiceRequest = start(request, actor=actor, warrant=warrant)
    return started


@dataclass(frozen=True)
class Session:
    """A training or an exchange visit."""

    place: Place
    values: Mapping[str, Any]


@transaction.atomic
def plan_training(data: Session, *, actor: Actor) -> Training:
    warrant = actor.warrant(*INCUBATING, at=data.place.code)
    if warrant is None:
        raise Forbidden()
    training = Training(**Training.at(data.place), **data.values)
    started: Training = start(training, actor=actor, warrant=warrant)
    return started


@dataclass(frozen=True)
class SignedUp:
    organisation: Organisation
    names: Sequence[str]


def sign_up(training: Training, *, actor: Actor, data: SignedUp) -> Mapping[str, object]:
    """Under the training's lock: no more than there are seats."""
    if can_act_for(actor, data.organisation) is None:
        raise Forbidden()
    left = training.capacity - training.seats.count()
    if len(data.names) > left:
        raise Invalid(errors={"names": [_("只剩 %(num)s 个名额") % {"num": left}]})
    Seat.objects.bulk_create(Seat(training=training, organisation=data.organisation, name=name) for name in data.names)
    return {"organisation": data.organisation.number, "seats": len(data.names)}


@dataclass(frozen=True)
class Attended:
    seats: Sequence[Seat]
    hours: Decimal


def hold_training(training: Training, *, actor: Actor, data: Attended) -> Mapping[str, object]:
    if training.starts_at > timezone.now():
        raise Conflict(_("还没有到时间"), code="not_yet")
    keys = [seat.pk for seat in data.seats]
    training.seats.filter(pk__in=keys).update(hours=data.hours)
    return {"came": len(keys), "hours": str(data.hours)}
