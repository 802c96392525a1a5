"""Who keeps the pool of experts, and who draws from it. Each answers with the warrant, or None."""

from typing import TYPE_CHECKING, Any

from linli.organisations.policies import KEEPING
from linli.people.actors import Warrant
from linli.people.policies import anywhere

if TYPE_CHECKING:
    from linli.organisations.models.draws import Draw
    from linli.organisations.models.experts import Expert


def can_see_pool(actor: Any) -> Warrant | None:
    """Those who draw from it somewhere."""
    return anywhere(actor, *KEEPING)


def can_keep_expert(actor: Any, expert: "Expert") -> Warrant | None:
    warrant: Warrant | None = actor.warrant(*KEEPING, at=expert.path)
    return warrant


def can_speak(actor: Any, expert: "Expert") -> Warrant | None:
    """What an expert says of themselves: they, or the officer for them."""
    is_own = actor.id is not None and expert.user_id == actor.id
    return Warrant("") if is_own else can_keep_expert(actor, expert)


def can_draw(actor: Any, draw: "Draw") -> Warrant | None:
    warrant: Warrant | None = actor.warrant(*KEEPING, at=draw.path)
    return warrant
