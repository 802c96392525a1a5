"""Who gives premises, who renders service, who confirms it."""

from typing import TYPE_CHECKING

from linli.kernel.actor import Actor, Warrant
from linli.organisations.registry.policies import can_act_for
from linli.people.roles import Role

if TYPE_CHECKING:
    from linli.organisations.spaces.models import SpaceAgreement, SpacePart

GIVING = (Role.COMMUNITY_WORKER, Role.ORGANISATION_OFFICER, Role.DISPATCHER)
"""Who looks after a community's premises."""


def can_give_somewhere(actor: Actor) -> Warrant | None:
    return actor.anywhere(*GIVING)


def can_give(actor: Actor, agreement: "SpaceAgreement") -> Warrant | None:
    """At the premises' place; never who acts for the organisation as well."""
    if can_act_for(actor, agreement.organisation):
        return None
    return actor.warrant(*GIVING, at=agreement.path)


def can_agree(actor: Actor, agreement: "SpaceAgreement") -> Warrant | None:
    return can_act_for(actor, agreement.organisation)


def can_deliver(actor: Actor, agreement: "SpaceAgreement") -> Warrant | None:
    return can_act_for(actor, agreement.organisation)


def can_confirm(actor: Actor, part: "SpacePart") -> Warrant | None:
    return can_give(actor, part.agreement)


def can_take_back(actor: Actor, part: "SpacePart") -> Warrant | None:
    return can_act_for(actor, part.agreement.organisation)
