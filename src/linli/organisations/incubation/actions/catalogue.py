"""What an office keeps for its incubation: centres and their services, the year's targets, the steps."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor, Warrant
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.incubation.models import Centre, CentreService, Step, Target
from linli.organisations.incubation.policies import INCUBATING, can_change_steps
from linli.organisations.registry.policies import KEEPING
from linli.people.warranted import record_act
from linli.places.models import Place

KEPT = "incubation_list"
"""What the trail calls a list of this room."""


@transaction.atomic
def add_centre(place: Place, values: Mapping[str, Any], *, actor: Actor) -> Centre:
    warrant = _at(actor, place.code)
    centre = Centre.objects.create(**Centre.at(place), **values)
    _tell("centre", centre.pk, actor, warrant, {"name": centre.name, "place": place.code})
    return centre


@transaction.atomic
def add_service(centre: Centre, values: Mapping[str, Any], *, actor: Actor) -> CentreService:
    warrant = _at(actor, centre.path)
    if centre.services.filter(name=values["name"]).exists():
        raise Invalid(errors={"name": [_("已有同名的服务")]})
    service = CentreService.objects.create(centre=centre, **values)
    _tell("service", service.pk, actor, warrant, {"name": service.name, "is_shared": service.is_shared})
    return service


@transaction.atomic
def offer_service(service: CentreService, is_active: bool, *, actor: Actor) -> None:
    """Or offer it no longer; what was given stays counted."""
    warrant = _at(actor, service.centre.path)
    CentreService.objects.filter(pk=service.pk).update(is_active=is_active)
    _tell("service", service.pk, actor, warrant, {"name": service.name, "is_active": is_active})


@transaction.atomic
def set_targets(place: Place, year: int, numbers: Mapping[str, int], *, actor: Actor) -> None:
    """How many of each role the place wants in a year."""
    warrant = actor.warrant(*KEEPING, at=place.code)
    if warrant is None:
        raise Forbidden()
    for role, number in numbers.items():
        Target.objects.update_or_create(place=place, year=year, role=role, defaults={"number": number})
    _tell("targets", place.pk, actor, warrant, {"place": place.code, "year": year, **numbers})


@transaction.atomic
def change_step(step: Step, values: Mapping[str, Any], *, on: datetime.date, actor: Actor) -> Step:
    """From the day ``on`` the step reads so. Incubations that began before go on with what they began with."""
    warrant = can_change_steps(actor)
    if warrant is None:
        raise Forbidden()
    step = Step.objects.select_for_update().get(pk=step.pk)
    if on <= step.valid_from or step.valid_to is not None:
        raise Invalid(errors={"valid_from": [_("要在现在这一版生效的日子之后")]})
    if on <= timezone.localdate():
        raise Invalid(errors={"valid_from": [_("要在今天之后：今天开始的孵化已按现在的步骤走")]})
    kept = {name: getattr(step, name) for name in ("stage", "position", "special")}
    Step.objects.filter(pk=step.pk).update(valid_to=on - datetime.timedelta(days=1))
    new = Step.objects.create(**kept, **values, valid_from=on)
    _tell("step", new.pk, actor, warrant, {"position": step.position, "name": new.name, "from": on})
    return new


def _at(actor: Actor, code: str) -> Warrant:
    warrant: Warrant | None = actor.warrant(*INCUBATING, at=code)
    if warrant is None:
        raise Forbidden()
    return warrant


def _tell(what: str, key: uuid.UUID, actor: Actor, warrant: Warrant, detail: Mapping[str, object]) -> None:
    record_act(f"{KEPT}.{what}", actor=actor, warrant=warrant, kind=KEPT, key=key, detail=detail)
