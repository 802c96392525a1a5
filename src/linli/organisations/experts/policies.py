"""Who keeps the pool of experts, and who draws from it. Each answers with the warrant, or None."""

from typing import TYPE_CHECKING

from linli.kernel.actor import Actor, Warrant
from linli.organisations.registry.policies import KEEPING

if TYPE_CHECKING:
    from linli.organisations.experts.models import Draw, Expert


def can_see_pool(actor: Actor) -> Warrant | None:
    """Those who draw from it somewhere."""
    return actor.anywhere(*KEEPING)


def can_keep_expert(actor: Actor, expert: "Expert") -> Warrant | None:
    return actor.warrant(*KEEPING, at=expert.path)


def can_speak(actor: Actor, expert: "Expert") -> Warrant | None:
    """What an expert says of themselves: they, or the officer for them."""
    is_own = actor.id is not None and expert.user_id == actor.id
    return Warrant("") if is_own else can_keep_expert(actor, expert)


def can_draw(actor: Actor, draw: "Draw") -> Warrant | None:
    return actor.warrant(*KEEPING, at=draw.path)
