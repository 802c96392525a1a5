"""Who may do what in party work. Each answers with the warrant, or None."""

from typing import TYPE_CHECKING, Any

from linli.kernel.actor import Actor, Warrant
from linli.organisations.registry.policies import KEEPING, SEEING
from linli.people.roles import Role

if TYPE_CHECKING:
    from linli.organisations.party.models import PartyOrganisation

if TYPE_CHECKING:
    from linli.organisations.party.models import Hosting, Swap


def can_see_some(actor: Actor) -> Warrant | None:
    """For the menu: by posts alone. A secretary without one comes by way of the tasks."""
    return actor.anywhere(*SEEING, Role.REPRESENTATIVE)


def can_see_figures(actor: Actor) -> Warrant | None:
    return actor.anywhere(*SEEING)


def can_keep_some(actor: Actor) -> Warrant | None:
    return actor.anywhere(*KEEPING)


def can_keep_party(actor: Actor, record: Any) -> Warrant | None:
    """The officer of the organisations of its place or above keeps what is known of it."""
    return actor.warrant(*KEEPING, at=record.path)


def can_keep_branch(actor: Actor, record: "PartyOrganisation") -> Warrant | None:
    """What only branches have: a group, and in a joint one several organisations."""
    return can_keep_party(actor, record) if record.is_branch else None


def acts_for(actor: Actor, branch: "PartyOrganisation") -> Warrant | None:
    """Its secretary, or who acts for an organisation that belongs to it."""
    if actor.kind != "user":
        return None
    secretary = branch.secretary
    if secretary and secretary.user_id == actor.id:
        return Warrant("")
    units = [key for key in branch.organisations.values_list("unit_id", flat=True) if key]
    return next((found for key in units if (found := actor.unit_warrant(key))), None)


def can_read_names(actor: Actor, branch: "PartyOrganisation") -> Warrant | None:
    """A secretary's name in full, where it is not public."""
    return can_keep_party(actor, branch) or acts_for(actor, branch)


def can_host(actor: Actor, hosting: "Hosting") -> Warrant | None:
    """The branch whose turn it is, or the officer for it."""
    return acts_for(actor, hosting.branch) or can_keep_party(actor, hosting)


def can_speak_for(actor: Actor, branch: "PartyOrganisation", path: str) -> Warrant | None:
    """Agree to a swap: the branch itself. The officer writes it down only for a branch of which nobody signs in."""
    if found := acts_for(actor, branch):
        return found
    return None if has_people(branch) else actor.warrant(*KEEPING, at=path)


def has_people(branch: "PartyOrganisation") -> bool:
    """Whether somebody signs in for it."""
    secretary = branch.secretary
    return bool(secretary and secretary.user_id) or branch.organisations.exclude(unit=None).exists()


def can_answer(actor: Actor, swap: "Swap") -> Warrant | None:
    return can_speak_for(actor, swap.other_branch, swap.path)


def can_take_back(actor: Actor, swap: "Swap") -> Warrant | None:
    return can_speak_for(actor, swap.branch, swap.path)
