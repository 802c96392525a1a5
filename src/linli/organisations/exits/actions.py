"""Warning, putting right, striking off. Each runs inside its move's lock and transaction."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import cause, start
from linli.flow.records import Record
from linli.kernel.actor import Actor, Warrant
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.exits.models import ExitWarning
from linli.organisations.exits.rules import PUT_RIGHT_WITHIN
from linli.organisations.exits.states import OPEN_WARNINGS, WarningCause
from linli.organisations.registry.actions import Left
from linli.organisations.registry.ends import has_left
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_keep
from linli.organisations.registry.states import ACTIVE, OrganisationState


@dataclass(frozen=True)
class Warned:
    organisation: Organisation
    cause: WarningCause
    details: str


@transaction.atomic
def warn(data: Warned, *, actor: Actor) -> ExitWarning:
    """By the officer's hand. Raises Forbidden for another place's, Conflict while there is one already."""
    warrant = can_keep(actor, data.organisation)
    if warrant is None:
        raise Forbidden()
    return begin(data, actor=actor, warrant=warrant)


def begin(data: Warned, *, actor: Actor, warrant: Warrant | None = None) -> ExitWarning:
    """Under the organisation's lock, so that it cannot leave meanwhile nor be warned twice."""
    organisation = Organisation.objects.locked(data.organisation.pk)
    if organisation.state not in ACTIVE:
        raise Conflict(_("这个组织已经退出"), code="left")
    if ExitWarning.objects.filter(organisation=organisation, state__in=OPEN_WARNINGS).exists():
        raise Conflict(_("这个组织已有一份退出预警"), code="warned_already")
    warning = ExitWarning(
        **ExitWarning.at(organisation.place),
        organisation=organisation,
        cause=data.cause,
        details=data.details,
        put_right_by=_until(organisation.path),
    )
    return start(warning, actor=actor, warrant=warrant, facts={"cause": data.cause})


@dataclass(frozen=True)
class Answered:
    """What was put right."""

    answer: str


def answer(warning: ExitWarning, *, actor: Actor, data: Answered) -> Mapping[str, object]:
    warning.answer = data.answer
    return {}


def send_back(warning: ExitWarning, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Not enough: the time to put it right begins anew."""
    warning.put_right_by = _until(warning.path)
    return {"until": warning.put_right_by.isoformat()}


@dataclass(frozen=True)
class Struck:
    """``reason`` is public; ``decision`` is the authority's own, for what it had registered."""

    reason: str
    decision: str


def strike_off(warning: ExitWarning, *, actor: Actor, data: Struck) -> Mapping[str, object]:
    """Off the file. What the authority registered leaves only by the authority's own decision."""
    organisation = warning.organisation
    if organisation.state == OrganisationState.REGISTERED and not data.decision:
        raise Invalid(errors={"decision": [_("已登记的组织由登记机关决定注销或撤销，请填写决定文号")]})
    reason = f"{data.reason} {data.decision}".strip()
    cause(organisation, "strike_off", actor=actor, data=Left(reason, timezone.localdate()))
    return {"decision": data.decision}


def follow(record: Record, *, name: str, actor: Actor) -> None:
    """Who leaves of their own accord, or is taken off the registry, has nothing to put right any more."""
    if has_left(record) and name != "strike_off":
        for warning in ExitWarning.objects.filter(organisation=record.pk, state__in=OPEN_WARNINGS):
            cause(warning, "lapse", actor=actor)


def _until(path: str) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=PUT_RIGHT_WITHIN.at(path))
