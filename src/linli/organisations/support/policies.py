"""Who offers support, asks for it, grants it and looks after its use."""

from typing import TYPE_CHECKING

from linli.kernel.actor import Actor, Warrant
from linli.organisations.registry.policies import KEEPING, can_act_for
from linli.organisations.registry.states import OrganisationState
from linli.people.roles import Role

if TYPE_CHECKING:
    from linli.organisations.support.models import Support, SupportScheme


def can_offer_somewhere(actor: Actor) -> Warrant | None:
    return actor.anywhere(*KEEPING)


def can_offer(actor: Actor, scheme: "SupportScheme") -> Warrant | None:
    return actor.warrant(*KEEPING, at=scheme.path)


def can_ask_somewhere(actor: Actor) -> Warrant | None:
    return actor.anywhere(Role.REPRESENTATIVE)


def can_use(actor: Actor, support: "Support") -> Warrant | None:
    return can_act_for(actor, support.organisation)


def can_grant_support(actor: Actor, support: "Support") -> Warrant | None:
    """The officer of the place that offers it; never who acts for the organisation as well."""
    if can_act_for(actor, support.organisation):
        return None
    return actor.warrant(*KEEPING, at=support.scheme.path)


def can_account(actor: Actor, support: "Support") -> Warrant | None:
    """Who left reports no more: the office writes down what became of what was granted."""
    has_left = support.organisation.state == OrganisationState.LEFT
    return can_grant_support(actor, support) if has_left else None
