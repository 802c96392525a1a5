"""Who warns, answers and strikes off."""

from typing import Any

from django.utils import timezone

from linli.organisations.models import ExitWarning
from linli.organisations.policies import KEEPING, can_act_for, can_keep
from linli.people.actors import Warrant
from linli.people.policies import anywhere


def can_warn_somewhere(actor: Any) -> Warrant | None:
    return anywhere(actor, *KEEPING)


def can_answer(actor: Any, warning: ExitWarning) -> Warrant | None:
    return can_act_for(actor, warning.organisation)


def can_check(actor: Any, warning: ExitWarning) -> Warrant | None:
    """The officer; never who acts for the organisation as well."""
    return None if can_act_for(actor, warning.organisation) else can_keep(actor, warning.organisation)


def can_strike_off(actor: Any, warning: ExitWarning) -> Warrant | None:
    """Only when the time to put it right is over."""
    is_over = warning.put_right_by < timezone.localdate()
    return can_check(actor, warning) if is_over else None
