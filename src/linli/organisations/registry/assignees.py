"""With whom a matter of an organisation waits: its own people, or the office that knows it."""

from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import KEEPING
from linli.people import holders
from linli.people.roles import Role
from linli.people.staffing import nearest
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Place

DISTRICT = CODE_LENGTHS[Level.DISTRICT]


def officer(path: str) -> str:
    """The nearest post of an organisations' officer at ``path`` or above; the district's where nobody sits at all."""
    if found := nearest(KEEPING, path):
        return found
    return holders.of_role(Role.ORGANISATION_OFFICER, Place.objects.get(code=path[:DISTRICT]).pk)


def representatives(organisation: Organisation) -> str:
    """Those who act for it; while nobody does, the officer."""
    return holders.of_unit(organisation.unit_id) if organisation.unit_id else officer(organisation.path)


def above(path: str) -> str:
    """Who hears when something of an organisation at ``path`` is late."""
    return nearest((Role.LEADER, Role.DISPATCHER), path) or ""
