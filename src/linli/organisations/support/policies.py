"""Who offers support, asks for it, grants it and looks after its use."""

from typing import Any

from linli.organisations.models import Support, SupportScheme
from linli.organisations.policies import KEEPING, can_act_for
from linli.organisations.states import OrganisationState
from linli.people.actors import Warrant
from linli.people.policies import anywhere
from linli.people.roles import Role


def can_offer_somewhere(actor: Any) -> Warrant | None:
    return anywhere(actor, *KEEPING)


def can_offer(actor: Any, scheme: SupportScheme) -> Warrant | None:
    warrant: Warrant | None = actor.warrant(*KEEPING, at=scheme.path)
    return warrant


def can_ask_somewhere(actor: Any) -> Warrant | None:
    return anywhere(actor, Role.REPRESENTATIVE)


def can_use(actor: Any, support: Support) -> Warrant | None:
    return can_act_for(actor, support.organisation)


def can_grant_support(actor: Any, support: Support) -> Warrant | None:
    """The officer of the place that offers it; never who acts for the organisation as well."""
    if can_act_for(actor, support.organisation):
        return None
    warrant: Warrant | None = actor.warrant(*KEEPING, at=support.scheme.path)
    return warrant


def can_account(actor: Any, support: Support) -> Warrant | None:
    """Who left reports no more: the office writes down what became of what was granted."""
    has_left = support.organisation.state == OrganisationState.LEFT
    return can_grant_support(actor, support) if has_left else None
