"""When an organisation leaves: each room ends what of it would still wait for somebody, or still count."""

from typing import TypeGuard

from linli.flow.records import Record
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import OrganisationState


def has_left(record: Record) -> TypeGuard[Organisation]:
    """For reactions: whether this is an organisation that has just left, by whatever move. It is held."""
    return isinstance(record, Organisation) and record.state == OrganisationState.LEFT
