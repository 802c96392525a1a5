"""Who may do what about an application. Each answers with the warrant, or None."""

from typing import TYPE_CHECKING

from linli.kernel.actor import Actor, Warrant
from linli.organisations.applications.states import Outcome
from linli.organisations.registry.policies import KEEPING, can_act_for, can_keep
from linli.people.roles import Role

if TYPE_CHECKING:
    from linli.organisations.applications.models import Application, Opinion

FOLLOWING = (*KEEPING, Role.LEADER, Role.DISPATCHER)
"""Who follows the applications of a place: who decides, and who hears when something is late."""


def can_see_applications(actor: Actor) -> Warrant | None:
    """Who decides, follows, applies or is asked; the list shows each only their own."""
    return actor.anywhere(*FOLLOWING, Role.REPRESENTATIVE, Role.HANDLER)


def can_list_applications(actor: Actor) -> Warrant | None:
    """Whose menu has the list; a department finds its part among its tasks."""
    return actor.anywhere(*FOLLOWING, Role.REPRESENTATIVE)


def can_see_figures(actor: Actor) -> Warrant | None:
    return actor.anywhere(*FOLLOWING)


def can_begin(actor: Actor) -> Warrant | None:
    return actor.anywhere(*KEEPING, Role.REPRESENTATIVE)


def can_apply(actor: Actor, application: "Application") -> Warrant | None:
    """Who acts for the organisation, or the officer for it (代办)."""
    organisation = application.organisation
    return can_act_for(actor, organisation) or can_keep(actor, organisation)


def can_decide(actor: Actor, application: "Application") -> Warrant | None:
    """The officer of the place; never who acts for the organisation."""
    organisation = application.organisation
    return None if can_act_for(actor, organisation) else can_keep(actor, organisation)


def can_ask_departments(actor: Actor, application: "Application") -> Warrant | None:
    return can_decide(actor, application) if application.item.departments.exists() else None


def can_accept_alone(actor: Actor, application: "Application") -> Warrant | None:
    """Where the item asks no department."""
    return None if application.item.departments.exists() else can_decide(actor, application)


def can_approve(actor: Actor, application: "Application") -> Warrant | None:
    """Everything but registrations, which the authority decides."""
    return can_decide(actor, application) if application.item.outcome != Outcome.REGISTER else None


def can_record_registration(actor: Actor, application: "Application") -> Warrant | None:
    return can_decide(actor, application) if application.item.outcome == Outcome.REGISTER else None


def can_revoke(actor: Actor, application: "Application") -> Warrant | None:
    return can_decide(actor, application) if application.item.outcome == Outcome.FILE else None


def is_asked(actor: Actor, opinion: "Opinion") -> Warrant | None:
    """Who sits at the department that was asked; never who acts for the organisation."""
    if can_act_for(actor, opinion.application.organisation):
        return None
    return actor.unit_warrant(opinion.unit_id)


def can_supply(actor: Actor, opinion: "Opinion") -> Warrant | None:
    return can_apply(actor, opinion.application)


def can_open_papers(actor: Actor, application: "Application") -> Warrant | None:
    """The applicant, the officer, and those at the departments that were asked: nobody else, whoever sees the rest."""
    if found := can_apply(actor, application):
        return found
    for unit in application.opinions.filter(unit__in=actor.unit_ids).values_list("unit", flat=True):
        return actor.unit_warrant(unit)
    return None


def can_place_departments(actor: Actor) -> Warrant | None:
    """Which unit a department is somewhere: within the reach of the post."""
    return actor.anywhere(Role.SYSTEM_ADMIN, *KEEPING)
