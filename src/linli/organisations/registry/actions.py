"""What happens to an organisation. Each runs inside its move's lock and transaction."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import start
from linli.kernel.actor import Actor
from linli.kernel.files import Pdf, keep
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.registry.empowering import rename
from linli.organisations.registry.models import Organisation, WorkField
from linli.organisations.registry.policies import FINDING
from linli.organisations.registry.states import OrganisationState
from linli.places.models import Place

UNDISCLOSED = ("account",)
"""Columns of which the trail says that they changed, not to what."""
MOST_HUBS_ABOVE = 10
"""Of the district, of the subdistrict, of a field; more than anybody needs."""


@dataclass(frozen=True)
class Listing:
    """A group that was found, or an organisation that is here already."""

    place: Place
    values: Mapping[str, object]
    fields: Sequence[WorkField]


@transaction.atomic
def list_organisation(data: Listing, *, actor: Actor) -> Organisation:
    """Begin its life. Raises Forbidden outside the actor's places; Invalid or Conflict for a second one of its name."""
    warrant = actor.warrant(*FINDING, at=data.place.code)
    if warrant is None:
        raise Forbidden()
    organisation = Organisation(**Organisation.at(data.place), **data.values)
    check_name(organisation)
    start(organisation, actor=actor, warrant=warrant)
    organisation.fields.set(data.fields)
    return organisation


def check_name(organisation: Organisation) -> None:
    """No two of one name in one place; those that left do not count. Nor two of one code."""
    others = Organisation.objects.exclude(pk=organisation.pk)
    same = others.filter(place=organisation.place, name=organisation.name).exclude(state=OrganisationState.LEFT)
    if same.exists():
        raise Invalid(errors={"name": [_("此地已有同名的组织")]})
    if organisation.code and others.filter(code=organisation.code).exists():
        raise Invalid(errors={"code": [_("这个统一社会信用代码已属于另一个组织")]})


@dataclass(frozen=True)
class Edit:
    """The columns of an organisation and what is to stand in them; ``fields`` None: as they are."""

    values: Mapping[str, object]
    fields: Sequence[WorkField] | None = None


def edit(organisation: Organisation, *, actor: Actor, data: Edit) -> Mapping[str, object]:
    """Tells the timeline which columns changed, from what to what where that is public."""
    changed = {}
    for name, value in data.values.items():
        before = getattr(organisation, name)
        if before != value:
            changed[name] = [] if name in UNDISCLOSED else [str(before or ""), str(value or "")]
            setattr(organisation, name, value)
    check_name(organisation)
    if "name" in changed:
        rename(organisation)
    if data.fields is not None:
        before, after = sorted(organisation.fields.values_list("name", flat=True)), sorted(f.name for f in data.fields)
        if before != after:
            organisation.fields.set(data.fields)
            changed["fields"] = [", ".join(before), ", ".join(after)]
    return {"changed": changed}


@dataclass(frozen=True)
class Filed:
    number: str
    on: datetime.date


def put_on_file(organisation: Organisation, *, actor: Actor, data: Filed) -> Mapping[str, object]:
    organisation.filing_number, organisation.filed_on = data.number, data.on
    return {"filing_number": data.number}


@dataclass(frozen=True)
class Registered:
    """The authority's own decision."""

    code: str
    authority: str
    certificate_number: str
    on: datetime.date
    legal_kind: str | None = None
    """What a group is by law from then on; None for what it was already."""


def record_registration(organisation: Organisation, *, actor: Actor, data: Registered) -> Mapping[str, object]:
    """Linli registers nobody: it writes down what the authority decided."""
    organisation.code, organisation.authority = data.code, data.authority
    organisation.certificate_number, organisation.registered_on = data.certificate_number, data.on
    organisation.legal_kind = data.legal_kind or organisation.legal_kind
    check_name(organisation)
    return {"code": data.code}


@dataclass(frozen=True)
class Left:
    """``reason`` is public."""

    reason: str
    on: datetime.date


def leave(organisation: Organisation, *, actor: Actor, data: Left) -> Mapping[str, object]:
    organisation.left_reason, organisation.left_on = data.reason, data.on
    return {}


def come_back(organisation: Organisation, *, actor: Actor, data: None) -> Mapping[str, object]:
    organisation.left_reason, organisation.left_on = "", None
    check_name(organisation)
    return {}


@dataclass(frozen=True)
class Charter:
    document: Pdf


def keep_charter(organisation: Organisation, *, actor: Actor, data: Charter) -> Mapping[str, object]:
    organisation.charter, organisation.has_charter = keep(data.document), True
    return {"file": organisation.charter.sha256}


@dataclass(frozen=True)
class Joining:
    """``hub`` None: it belongs to none any more."""

    hub: Organisation | None


def set_hub(organisation: Organisation, *, actor: Actor, data: Joining) -> Mapping[str, object]:
    """No ring: what a hub itself belongs to, at however many removes, cannot belong to it. Both are locked."""
    above = Organisation.objects.get(pk=data.hub.pk) if data.hub else None
    for _step in range(MOST_HUBS_ABOVE):
        if above is None:
            break
        if above.pk == organisation.pk:
            raise Invalid(errors={"hub": [_("这个枢纽本身属于此组织")]})
        above = above.hub
    before = organisation.hub.name if organisation.hub else ""
    organisation.hub = data.hub
    return {"changed": {"hub": [before, data.hub.name if data.hub else ""]}}
