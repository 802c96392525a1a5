"""Branches and groups for the tests of party work."""

import datetime
from typing import Any

from linli.organisations.party.actions.parties import Appointed, Founding, Grouping, Joined, found_group, found_party
from linli.organisations.party.flows import PARTY
from linli.organisations.party.models import Hosting, PartyGroup, PartyOrganisation
from linli.organisations.registry.models import Organisation
from linli.people.models import User
from tests.organisations.world import World

FOUNDED = datetime.date(2020, 7, 1)


def party(world: World, name: str, *organisations: Organisation, user: User | None = None, **more: Any) -> Any:
    """A branch of one organisation, or whatever ``more`` says."""
    values = {"name": name, "kind_of_party": "branch", "parent": None, "members": 5, "founded_on": FOUNDED, **more}
    secretary = Appointed("欧阳书记", False, user, FOUNDED)
    place = values.pop("place", world.community)
    return found_party(Founding(place, values, organisations, secretary), actor=world.actor(world.bureau))


def branch(world: World, name: str, *, user: User | None = None) -> PartyOrganisation:
    """Of an organisation made for it."""
    made: PartyOrganisation = party(world, name, world.organisation(name=f"{name}的组织"), user=user)
    return made


def group(world: World, *members: PartyOrganisation, name: str = "第一组") -> PartyGroup:
    made = found_group(Grouping(world.subdistrict, name, "泰山路一带"), actor=world.actor(world.bureau))
    for one in members:
        join(world, one, made)
    return made


def join(world: World, one: PartyOrganisation, to: PartyGroup) -> PartyOrganisation:
    return PARTY.make(one, "join_group", actor=world.actor(world.bureau), data=Joined(to))


def leave(world: World, one: PartyOrganisation) -> PartyOrganisation:
    return PARTY.make(one, "leave_group", actor=world.actor(world.bureau), note="换小组")


def rota(of: PartyGroup) -> str:
    """The names of those who host, in the order of the quarters, of what is not given up."""
    return "".join(one.branch.name for one in Hosting.objects.standing().filter(group=of).order_by("quarter"))
