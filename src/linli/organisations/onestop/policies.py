"""Who may do what about an application. Each answers with the warrant, or None."""

from typing import TYPE_CHECKING, Any

from linli.organisations.onestop.states import Outcome
from linli.organisations.policies import KEEPING, can_act_for, can_keep
from linli.people.actors import Warrant
from linli.people.policies import anywhere
from linli.people.roles import Role

if TYPE_CHECKING:
    from linli.organisations.models import Application, Opinion

FOLLOWING = (*KEEPING, Role.LEADER, Role.DISPATCHER)
"""Who follows the applications of a place: who decides, and who hears when something is late."""


def can_see_applications(actor: Any) -> Warrant | None:
    """Who decides, follows, applies or is asked; the list shows each only their own."""
    return anywhere(actor, *FOLLOWING, Role.REPRESENTATIVE, Role.HANDLER)


def can_list_applications(actor: Any) -> Warrant | None:
    """Whose menu has the list; a department finds its part among its tasks."""
    return anywhere(actor, *FOLLOWING, Role.REPRESENTATIVE)


def can_see_figures(actor: Any) -> Warrant | None:
    return anywhere(actor, *FOLLOWING)


def can_begin(actor: Any) -> Warrant | None:
    return anywhere(actor, *KEEPING, Role.REPRESENTATIVE)


def can_apply(actor: Any, application: "Application") -> Warrant | None:
    """Who acts for the organisation, or the officer for it (代办)."""
    organisation = application.organisation
    return can_act_for(actor, organisation) or can_keep(actor, organisation)


def can_decide(actor: Any, application: "Application") -> Warrant | None:
    """The officer of the place; never who acts for the organisation."""
    organisation = application.organisation
    return None if can_act_for(actor, organisation) else can_keep(actor, organisation)


def can_ask_departments(actor: Any, application: "Application") -> Warrant | None:
    return can_decide(actor, application) if application.item.departments.exists() else None


def can_accept_alone(actor: Any, application: "Application") -> Warrant | None:
    """Where the item asks no department."""
    return None if application.item.departments.exists() else can_decide(actor, application)


def can_approve(actor: Any, application: "Application") -> Warrant | None:
    """Everything but registrations, which the authority decides."""
    return can_decide(actor, application) if application.item.outcome != Outcome.REGISTER else None


def can_record_registration(actor: Any, application: "Application") -> Warrant | None:
    return can_decide(actor, application) if application.item.outcome == Outcome.REGISTER else None


def can_revoke(actor: Any, application: "Application") -> Warrant | None:
    return can_decide(actor, application) if application.item.outcome == Outcome.FILE else None


def is_asked(actor: Any, opinion: "Opinion") -> Warrant | None:
    """Who sits at the department that was asked; never who acts for the organisation."""
    if can_act_for(actor, opinion.application.organisation):
        return None
    warrant: Warrant | None = actor.unit_warrant(opinion.unit_id)
    return warrant


def can_supply(actor: Any, opinion: "Opinion") -> Warrant | None:
    return can_apply(actor, opinion.application)


def can_open_papers(actor: Any, application: "Application") -> Warrant | None:
    """The applicant, the officer, and those at the departments that were asked: nobody else, whoever sees the rest."""
    if found := can_apply(actor, application):
        return found
    for unit in application.opinions.filter(unit__in=actor.unit_ids).values_list("unit", flat=True):
        warrant: Warrant | None = actor.unit_warrant(unit)
        return warrant
    return None


def can_place_departments(actor: Any) -> Warrant | None:
    """Which unit a department is somewhere: within the reach of the post."""
    return anywhere(actor, Role.SYSTEM_ADMIN, *KEEPING)
