"""A district with the people of an organisation's life, for tests of what organisations do."""

from dataclasses import dataclass
from typing import Any

from linli.organisations.registry.actions import Listing, list_organisation
from linli.organisations.registry.empowering import Empowered
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Organisation, WorkField
from linli.people.actors import StaffActor, actor_of
from linli.people.models import Post, User
from linli.people.roles import Role
from linli.people.staffing import staffing
from linli.places.models import Place
from tests.events.town import START, post, user
from tests.places.factories import make_place

DISTRICT, SUBDISTRICT, COMMUNITY, NEXT_DOOR = "430211", "430211002", "430211002001", "430211003001"


@dataclass
class World:
    """``officer`` keeps the subdistrict's registry, ``bureau`` the district's; ``teacher`` acts for ``club``."""

    district: Place
    subdistrict: Place
    community: Place
    bureau: User
    officer: User
    incubator: User
    clerk: User
    leader: User
    teacher: User
    stranger: User
    club: Organisation

    def actor(self, who: User) -> StaffActor:
        return actor_of(who)

    def organisation(self, **values: Any) -> Organisation:
        """A group that the officer listed in the community."""
        place = values.pop("place", self.community)
        listing = Listing(place, {"legal_kind": "group", **values}, [WorkField.objects.earliest("position")])
        return list_organisation(listing, actor=self.actor(self.bureau))


def build() -> World:
    """One district with a subdistrict and a community; next door another subdistrict with its own officer."""
    community, next_door = make_place(COMMUNITY), make_place(NEXT_DOOR)
    district, subdistrict = Place.objects.get(code=DISTRICT), Place.objects.get(code=SUBDISTRICT)
    names = ("杨科", "周专员", "吴悦", "陈静", "刘建国", "郑老师", "外人")
    bureau, officer, incubator, clerk, leader, teacher, stranger = (
        user(name, email=f"o{number}@linli.example") for number, name in enumerate(names)
    )
    post(bureau, Role.ORGANISATION_OFFICER, district)
    post(officer, Role.ORGANISATION_OFFICER, subdistrict)
    post(incubator, Role.INCUBATOR, subdistrict)
    post(clerk, Role.COMMUNITY_WORKER, community)
    post(leader, Role.LEADER, subdistrict)
    post(stranger, Role.ORGANISATION_OFFICER, next_door.parent or next_door)
    staffing.touch()
    listing = Listing(community, {"name": "邻里读书会", "legal_kind": "group"}, [WorkField.objects.get(code="culture")])
    club = list_organisation(listing, actor=actor_of(officer))
    club = ORGANISATION.make(club, "empower", actor=actor_of(officer), data=Empowered(teacher, None))
    # For as long as everybody else: tests travel.
    Post.objects.filter(user=teacher).update(valid_from=START)
    staffing.touch()
    return World(district, subdistrict, community, bureau, officer, incubator, clerk, leader, teacher, stranger, club)
