"""When an organisation leaves: each room ends what of it would still wait for somebody, or still count."""

from typing import TypeGuard

from django.db.models import Q

from linli.flow.flow import cause, reactions
from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import OrganisationState


def has_left(record: Record) -> TypeGuard[Organisation]:
    """For reactions: whether this is an organisation that has just left, by whatever move. It is locked."""
    return isinstance(record, Organisation) and record.state == OrganisationState.LEFT


def on_left(model: type[Record], move: str, *states: str) -> None:
    """When an organisation leaves, make ``move`` with each of its records of this kind that is in one of ``states``."""

    def react(record: Record, *, name: str, actor: Actor) -> None:
        if has_left(record):
            for one in model._default_manager.filter(Q(organisation=record.pk, state__in=states)).order_by("pk"):
                cause(one, move, actor=actor)

    reactions.add(f"{model.kind}.{move}.left", react)
