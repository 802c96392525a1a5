"""Who warns, answers and strikes off."""

from typing import TYPE_CHECKING

from django.utils import timezone

from linli.kernel.actor import Actor, Warrant
from linli.organisations.registry.policies import KEEPING, can_act_for, can_keep

if TYPE_CHECKING:
    from linli.organisations.exits.models import ExitWarning


def can_warn_somewhere(actor: Actor) -> Warrant | None:
    return actor.anywhere(*KEEPING)


def can_answer(actor: Actor, warning: "ExitWarning") -> Warrant | None:
    return can_act_for(actor, warning.organisation)


def can_check(actor: Actor, warning: "ExitWarning") -> Warrant | None:
    """The officer; never who acts for the organisation as well."""
    return None if can_act_for(actor, warning.organisation) else can_keep(actor, warning.organisation)


def can_strike_off(actor: Actor, warning: "ExitWarning") -> Warrant | None:
    """Only when the time to put it right is over."""
    is_over = warning.put_right_by < timezone.localdate()
    return can_check(actor, warning) if is_over else None
