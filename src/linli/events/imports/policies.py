"""Who may bring in what an old system held."""

from linli.kernel.actor import Actor, Standing, Warrant
from linli.people.roles import Role
from linli.places.levels import CODE_LENGTHS, Level

IMPORTING = (Role.DISPATCHER, Role.SYSTEM_ADMIN)


def importing_post(actor: Actor) -> Standing | None:
    """A dispatcher's or system administrator's post at the district: a year of events is for all of it."""
    length = CODE_LENGTHS[Level.DISTRICT]
    return next((s for s in actor.standings if s.role in IMPORTING and s.code and len(s.code) <= length), None)


def can_import(actor: Actor) -> Warrant | None:
    standing = importing_post(actor)
    return standing.warrant if standing else None
