"""Filling the demo's posts: the cast, and enough others that a matter finds somebody everywhere."""

import datetime
import random

from linli.demo.cast import ABSENT, CAST, DISTRICT, GIVEN_NAMES, SUBDISTRICT, SURNAMES, UNITS, Member
from linli.people.models import Absence, Post, Unit, UnitKind, User
from linli.people.roles import AT_A_UNIT, Role
from linli.people.staffing import staffing
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Place

LEAVE = datetime.timedelta(days=30)
GRID_WORKERS = 3
"""How many grids of each community of the one subdistrict have a worker, from the first grid on."""


def employ(since: datetime.date, *, leave_from: datetime.date) -> None:
    """Make units, users and posts that begin on ``since``, and send one of the cast on leave."""
    places = {place.code: place for place in Place.objects.filter(code__startswith=DISTRICT)}
    units = {
        unit.name: unit
        for unit in Unit.objects.bulk_create(Unit(name=u.name, kind=u.kind, place=places[u.place]) for u in UNITS)
    }
    seated = {(member.role, member.seat) for member in CAST} | {member.also for member in CAST if member.also}
    crowd = _crowd(places, units, seated=seated, since=since)
    # The cast last, so that lists that begin with the newest begin with them.
    users = {member.username: _user(member.username, member.name) for member in CAST}
    posts = [
        _post(users, member, role, seat, places, units, since)
        for member in CAST
        for role, seat in ((member.role, member.seat), *([member.also] if member.also else []))
    ]
    User.objects.bulk_create([*users.values(), *(post.user for post in crowd)])
    Post.objects.bulk_create([*posts, *crowd])
    Absence.objects.create(user=users[ABSENT], first_day=leave_from, last_day=leave_from + LEAVE)
    staffing.touch()


def _user(username: str, name: str) -> User:
    user = User(username=username, name=name)
    user.set_unusable_password()
    return user


def _post(
    users: dict[str, User],
    member: Member,
    role: Role,
    seat: str,
    places: dict[str, Place],
    units: dict[str, Unit],
    since: datetime.date,
) -> Post:
    is_at_unit = role in AT_A_UNIT
    return Post(
        user=users[member.username],
        role=role,
        place=None if is_at_unit else places[seat],
        unit=units[seat] if is_at_unit else None,
        valid_from=since,
        deputy=users.get(member.deputy),
    )


def _crowd(
    places: dict[str, Place], units: dict[str, Unit], *, seated: set[tuple[Role, str]], since: datetime.date
) -> list[Post]:
    """One handler for each office, a desk for each subdistrict and community, workers in some grids."""
    offices = [unit for unit in units.values() if unit.kind != UnitKind.ORGANISATION]
    seats: list[tuple[Role, Place | Unit]] = [(Role.HANDLER, unit) for unit in offices]
    for code, place in sorted(places.items()):
        if len(code) == CODE_LENGTHS[Level.SUBDISTRICT]:
            seats += [(Role.DISPATCHER, place), (Role.LEADER, place)]
        elif len(code) == CODE_LENGTHS[Level.COMMUNITY]:
            seats.append((Role.COMMUNITY_WORKER, place))
        elif place.level == Level.GRID and code.startswith(SUBDISTRICT) and int(code[-3:]) <= GRID_WORKERS:
            seats.append((Role.GRID_WORKER, place))
    streets = [place for code, place in sorted(places.items()) if len(code) == CODE_LENGTHS[Level.SUBDISTRICT]]
    seats += [(role, place) for place in streets for role in (Role.ORGANISATION_OFFICER, Role.INCUBATOR)]
    chance = random.Random("staff")
    posts = []
    for number, (role, seat) in enumerate(seats, start=1):
        if (role, seat.name if isinstance(seat, Unit) else seat.code) in seated:
            continue
        user = _user(f"{role.value}{number}", chance.choice(SURNAMES) + chance.choice(GIVEN_NAMES))
        where = {"unit": seat} if isinstance(seat, Unit) else {"place": seat}
        posts.append(Post(user=user, role=role, valid_from=since, **where))
    return posts
