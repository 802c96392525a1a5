"""Who may do what to a dispute and what belongs to it."""

from typing import TYPE_CHECKING, Any

from linli.grid.policies import LOCAL, OFFICE, SEEING
from linli.people.actors import Warrant
from linli.people.policies import anywhere

if TYPE_CHECKING:
    from linli.grid.models import Dispute, SearchRound
    from linli.grid.models.disputes import DisputePart

MEDIATOR = "mediator"


def can_record(actor: Any) -> Warrant | None:
    """Those who work at a place write down what they are told or find."""
    return anywhere(actor, *LOCAL)


def can_see_disputes(actor: Any) -> Warrant | None:
    """The figures and the monthly search: those whose posts reach a place. No dispute is named there."""
    return anywhere(actor, *SEEING)


def can_mediate(actor: Any, dispute: "Dispute") -> Warrant | None:
    """The mediators, and the desk that answers for them."""
    if actor.kind == "user" and dispute.is_mediated_by(actor.id):
        return Warrant(MEDIATOR)
    return can_direct(actor, dispute)


def can_direct(actor: Any, dispute: "Dispute") -> Warrant | None:
    """The community, or the dispatcher above it, says who mediates."""
    warrant: Warrant | None = actor.warrant(*OFFICE, at=dispute.path)
    return warrant


def can_mediate_in(actor: Any, part: "DisputePart") -> Warrant | None:
    return can_mediate(actor, part.dispute)


def can_visit(actor: Any, part: "DisputePart") -> Warrant | None:
    """A mediator, or whoever works at the place: the grid's worker comes by anyway."""
    warrant: Warrant | None = actor.warrant(*LOCAL, at=part.path)
    return can_mediate(actor, part.dispute) or warrant


def can_search(actor: Any, search: "SearchRound") -> Warrant | None:
    """The community itself, or the dispatcher above it."""
    warrant: Warrant | None = actor.warrant(*OFFICE, at=search.path)
    return warrant
