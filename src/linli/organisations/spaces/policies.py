"""Who gives premises, who renders service, who confirms it."""

from typing import Any

from linli.organisations.models import SpaceAgreement
from linli.organisations.models.spaces import SpacePart
from linli.organisations.policies import can_act_for
from linli.people.actors import Warrant
from linli.people.policies import anywhere
from linli.people.roles import Role

GIVING = (Role.COMMUNITY_WORKER, Role.ORGANISATION_OFFICER, Role.DISPATCHER)
"""Who looks after a community's premises."""


def can_give_somewhere(actor: Any) -> Warrant | None:
    return anywhere(actor, *GIVING)


def can_give(actor: Any, agreement: SpaceAgreement) -> Warrant | None:
    """At the premises' place; never who acts for the organisation as well."""
    if can_act_for(actor, agreement.organisation):
        return None
    warrant: Warrant | None = actor.warrant(*GIVING, at=agreement.path)
    return warrant


def can_agree(actor: Any, agreement: SpaceAgreement) -> Warrant | None:
    return can_act_for(actor, agreement.organisation)


def can_deliver(actor: Any, agreement: SpaceAgreement) -> Warrant | None:
    return can_act_for(actor, agreement.organisation)


def can_confirm(actor: Any, part: SpacePart) -> Warrant | None:
    return can_give(actor, part.agreement)


def can_take_back(actor: Any, part: SpacePart) -> Warrant | None:
    return can_act_for(actor, part.agreement.organisation)
