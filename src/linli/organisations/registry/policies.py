"""Who may do what about an organisation. Each answers with the warrant, or None."""

from typing import TYPE_CHECKING

from linli.kernel.actor import Actor, Standing, Warrant
from linli.people.roles import Role
from linli.places.levels import CODE_LENGTHS, Level

if TYPE_CHECKING:
    from linli.organisations.registry.models import Organisation

KEEPING = (Role.ORGANISATION_OFFICER,)
"""Who keeps the registry of a place: puts on file, records registrations, lets go."""
FINDING = (Role.ORGANISATION_OFFICER, Role.INCUBATOR, Role.COMMUNITY_WORKER)
"""Who lists a group that already serves (机构识别, chapter 03)."""
SEEING = (*FINDING, Role.DISPATCHER, Role.LEADER)


def can_see_organisations(actor: Actor) -> Warrant | None:
    """Those who work with the organisations of a place, and those who act for one."""
    return actor.anywhere(*SEEING, Role.REPRESENTATIVE)


def can_list(actor: Actor) -> Warrant | None:
    return actor.anywhere(*FINDING)


def can_keep(actor: Actor, organisation: "Organisation") -> Warrant | None:
    """The officer of the organisation's place or above."""
    return actor.warrant(*KEEPING, at=organisation.path)


def can_find(actor: Actor, organisation: "Organisation") -> Warrant | None:
    return actor.warrant(*FINDING, at=organisation.path)


def can_act_for(actor: Actor, organisation: "Organisation") -> Warrant | None:
    """Who holds the post of its representative today."""
    return actor.unit_warrant(organisation.unit_id) if organisation.unit_id else None


def can_edit(actor: Actor, organisation: "Organisation") -> Warrant | None:
    """What it says of itself: its own people, or the officer for it; while it is only listed, who found it."""
    return can_act_for(actor, organisation) or can_find(actor, organisation)


def can_read(actor: Actor, organisation: "Organisation") -> Warrant | None:
    """What is not public: people, account, papers."""
    return can_act_for(actor, organisation) or actor.warrant(*SEEING, at=organisation.path)


def can_unmask(actor: Actor, organisation: "Organisation") -> Warrant | None:
    """Names, telephones and the account in full, each time with a reason."""
    return can_act_for(actor, organisation) or can_keep(actor, organisation)


def can_empower(actor: Actor, organisation: "Organisation") -> Warrant | None:
    """Say who acts for it: those who do already, or the officer who knows them."""
    return can_act_for(actor, organisation) or can_keep(actor, organisation)


def can_import(actor: Actor) -> Warrant | None:
    """Bring in a registry from before: who keeps the registry of a place."""
    return actor.anywhere(*KEEPING)


def can_import_at(actor: Actor, path: str) -> Warrant | None:
    return actor.warrant(*KEEPING, at=path)


def can_keep_catalogues(actor: Actor) -> Warrant | None:
    """The lists that are the same in the whole district: its own officer, or a system administrator."""
    return next((standing.warrant for standing in actor.standings if _keeps_catalogues(standing)), None)


def _keeps_catalogues(standing: Standing) -> bool:
    is_of_district = standing.role in KEEPING and len(standing.code) <= CODE_LENGTHS[Level.DISTRICT]
    return standing.role == Role.SYSTEM_ADMIN or is_of_district
