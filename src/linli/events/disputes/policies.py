"""Who may do what to a dispute and what belongs to it."""

from typing import TYPE_CHECKING

from linli.events.core.policies import LOCAL, OFFICE, SEEING
from linli.kernel.actor import Actor, Warrant

if TYPE_CHECKING:
    from linli.events.disputes.models import Dispute, DisputePart, SearchRound

MEDIATOR = "mediator"


def can_record(actor: Actor) -> Warrant | None:
    """Those who work at a place write down what they are told or find."""
    return actor.anywhere(*LOCAL)


def can_see_disputes(actor: Actor) -> Warrant | None:
    """The figures and the monthly search: those whose posts reach a place. No dispute is named there."""
    return actor.anywhere(*SEEING)


def can_mediate(actor: Actor, dispute: "Dispute") -> Warrant | None:
    """The mediators, and the desk that answers for them."""
    if actor.kind == "user" and dispute.is_mediated_by(actor.id):
        return Warrant(MEDIATOR)
    return can_direct(actor, dispute)


def can_direct(actor: Actor, dispute: "Dispute") -> Warrant | None:
    """The community, or the dispatcher above it, says who mediates."""
    return actor.warrant(*OFFICE, at=dispute.path)


def can_mediate_in(actor: Actor, part: "DisputePart") -> Warrant | None:
    return can_mediate(actor, part.dispute)


def can_visit(actor: Actor, part: "DisputePart") -> Warrant | None:
    """A mediator, or whoever works at the place: the grid's worker comes by anyway."""
    warrant: Warrant | None = actor.warrant(*LOCAL, at=part.path)
    return can_mediate(actor, part.dispute) or warrant


def can_search(actor: Actor, search: "SearchRound") -> Warrant | None:
    """The community itself, or the dispatcher above it."""
    return actor.warrant(*OFFICE, at=search.path)
