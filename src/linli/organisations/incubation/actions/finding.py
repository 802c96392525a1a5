"""Groups that already serve are looked for, listed and invited (机构识别, source [003])."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import flows, start
from linli.kernel.actor import Actor
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.incubation.actions.incubations import start_incubation
from linli.organisations.incubation.models import Centre, Finding
from linli.organisations.registry.actions import Listing, list_organisation
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import FINDING
from linli.organisations.registry.states import OrganisationState
from linli.people.models import User
from linli.places.models import Place


@dataclass(frozen=True)
class Found:
    """A group that was found: one that is listed already, or ``place`` and ``values`` of a new one."""

    how: str
    leader_name: str
    leader_phone: str
    organisation: Organisation | None = None
    place: Place | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def find(data: Found, *, actor: Actor) -> Finding:
    """Write down a group that was found, listing it first where it is not. Once for each organisation."""
    organisation = data.organisation or _listed(data, actor)
    organisation = Organisation.objects.locked(organisation.pk)
    warrant = actor.warrant(*FINDING, at=organisation.path)
    if warrant is None:
        raise Forbidden()
    if organisation.state != OrganisationState.LISTED:
        raise Invalid(errors={"organisation": [_("这个组织已备案、登记或退出，不必再记怎样发现的")]})
    finding = Finding(
        **Finding.at(organisation.place),
        organisation=organisation,
        how=data.how,
        leader_name=data.leader_name or None,
        leader_phone=data.leader_phone or None,
    )
    try:
        with transaction.atomic():
            started: Finding = start(finding, actor=actor, warrant=warrant, facts={"how": data.how})
    except IntegrityError as error:
        raise Invalid(errors={"organisation": [_("已记过怎样发现这个组织")]}) from error
    return started


def _listed(data: Found, actor: Actor) -> Organisation:
    if data.place is None:
        raise Invalid(errors={"place": [_("请选择地点")]})
    return list_organisation(Listing(data.place, data.values, []), actor=actor)


@dataclass(frozen=True)
class Accepted:
    """The group wants to be incubated."""

    way: str
    centre: Centre | None
    mentors: Sequence[User]


def accept(finding: Finding, *, actor: Actor, data: Accepted) -> Mapping[str, object]:
    """It said yes: incubation begins with that answer."""
    warrant = flows["finding"].moves["accept"].allow(actor, finding)
    incubation = start_incubation(
        finding.organisation, data.way, data.centre, data.mentors, actor=actor, warrant=warrant
    )
    return {"into": incubation.number}
