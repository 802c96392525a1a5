"""Who rates, who is rated, who sees what of it. Each answers with the warrant, or None."""

from typing import TYPE_CHECKING

from linli.kernel.actor import Actor, Warrant
from linli.organisations.registry.policies import KEEPING, SEEING, can_act_for, can_keep
from linli.organisations.registry.policies import can_read as can_read_organisation
from linli.people.roles import Role

if TYPE_CHECKING:
    from linli.organisations.ratings.models import Rating, RatingRound, Score, Star


def can_begin_round(actor: Actor) -> Warrant | None:
    return actor.anywhere(*KEEPING)


def can_apply(actor: Actor) -> Warrant | None:
    """Who acts for an organisation; for which, the form and the act look."""
    return actor.anywhere(Role.REPRESENTATIVE)


def can_run(actor: Actor, rated: "RatingRound") -> Warrant | None:
    return actor.warrant(*KEEPING, at=rated.path)


def can_decide(actor: Actor, rating: "Rating") -> Warrant | None:
    """The office that runs the round. Who acts for the rated decides nothing about it, whatever else they are."""
    if can_act_for(actor, rating.organisation):
        return None
    return can_run(actor, rating.round)


def can_speak(actor: Actor, rating: "Rating") -> Warrant | None:
    """The rated."""
    return can_act_for(actor, rating.organisation)


def can_read(actor: Actor, rating: "Rating") -> Warrant | None:
    """What is not public of it: what they say of themselves, and how the points fall."""
    warrant: Warrant | None = actor.warrant(*SEEING, at=rating.path)
    return warrant or can_speak(actor, rating)


def can_score(actor: Actor, score: "Score") -> Warrant | None:
    """The one who was drawn, and nobody for them."""
    return Warrant("") if actor.id is not None and score.user_id == actor.id else None


def can_give_star(actor: Actor) -> Warrant | None:
    return can_begin_round(actor)


def can_read_star(actor: Actor, star: "Star") -> Warrant | None:
    return can_read_organisation(actor, star.organisation)


def can_change_star(actor: Actor, star: "Star") -> Warrant | None:
    return can_keep(actor, star.organisation)
