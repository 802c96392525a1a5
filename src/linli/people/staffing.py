"""Who sits where today, kept in memory: routing asks it for every new matter."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit.words import people
from linli.kernel.problems import Text
from linli.kernel.snapshot import Snapshot
from linli.people import holders
from linli.people.models import Absence, Post, Unit, User
from linli.people.roles import Role
from linli.places.models import Place, short_name


@dataclass(frozen=True)
class Seat:
    holder: str
    role: str
    code: str
    user_id: uuid.UUID
    user_name: str
    deputy_id: uuid.UUID | None
    deputy_name: str | None
    deputy_is_active: bool | None
    valid_from: datetime.date
    valid_to: datetime.date | None

    def is_held(self, day: datetime.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Staffing:
    by_holder: dict[str, list[Seat]]
    by_place: dict[tuple[str, str], str]
    absences: dict[uuid.UUID, list[tuple[datetime.date, datetime.date]]]
    units: dict[str, str]
    """The name of each unit by its holder, also of those where nobody sits."""

    def is_away(self, user_id: uuid.UUID, day: datetime.date) -> bool:
        return any(first <= day <= last for first, last in self.absences.get(user_id, ()))

    def is_deputised(self, seat: Seat, day: datetime.date) -> bool:
        """Whether the deputy acts on ``day``: somebody who is there and may sign in."""
        deputy = seat.deputy_id
        return bool(deputy and seat.deputy_is_active and self.is_away(seat.user_id, day)) and not (
            deputy and self.is_away(deputy, day)
        )


def _load() -> Staffing:
    today = timezone.localdate()
    by_holder: dict[str, list[Seat]] = defaultdict(list)
    by_place: dict[tuple[str, str], str] = {}
    posts = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), user__is_active=True)
    people = ("user_id", "user__name", "deputy_id", "deputy__name", "deputy__is_active")
    for role, place_id, code, unit_id, *rest in posts.order_by("pk").values_list(
        "role", "place_id", "place__code", "unit_id", *people, "valid_from", "valid_to"
    ):
        holder = holders.of_post(Role(role), place_id=place_id, unit_id=unit_id)
        by_holder[holder].append(Seat(holder, role, code or "", *rest))
        if code:
            by_place[role, code] = holder
    absences: dict[uuid.UUID, list[tuple[datetime.date, datetime.date]]] = defaultdict(list)
    for user_id, first, last in Absence.objects.filter(last_day__gte=today).values_list(
        "user_id", "first_day", "last_day"
    ):
        absences[user_id].append((first, last))
    units = {holders.of_unit(key): name for key, name in Unit.objects.values_list("pk", "name")}
    return Staffing(dict(by_holder), by_place, dict(absences), units)


staffing = Snapshot("staffing", _load)


def _mail_of(users: QuerySet[User]) -> dict[uuid.UUID, bool]:
    return {key: bool(wants and email) for key, wants, email in users.values_list("pk", "wants_email", "email")}


_mailed: Snapshot[dict[uuid.UUID, bool]] = Snapshot("staffing", lambda: _mail_of(User.objects.filter(is_active=True)))


def users_of(holder: str) -> list[uuid.UUID]:
    """Who is told when a task comes to ``holder``: those who sit there, or their deputies while they are away."""
    kind, _colon, key = holder.partition(":")
    if kind == "user":
        return [uuid.UUID(key)]
    now, day = staffing.get(), timezone.localdate()
    told = [
        seat.deputy_id if seat.deputy_id and now.is_deputised(seat, day) else seat.user_id
        for seat in now.by_holder.get(holder, ())
        if seat.is_held(day)
    ]
    return list(dict.fromkeys(told))


def mailed(users: Iterable[uuid.UUID]) -> dict[uuid.UUID, bool]:
    """For each of the users: do they want e-mail, and have an address for it?"""
    known, wanted = _mailed.get(), list(users)
    if unknown := [user for user in wanted if user not in known]:
        known |= _mail_of(User.objects.filter(pk__in=unknown))
    return {user: known[user] for user in wanted if user in known}


_names: Snapshot[dict[str, str]] = Snapshot(
    "staffing", lambda: {holders.of_user(key): name for key, name in User.objects.values_list("pk", "name")}
)


def unit_name(key: str) -> str:
    """The name of the unit with this id; empty where there is none."""
    try:
        return staffing.get().units.get(holders.of_unit(uuid.UUID(key)), "")
    except ValueError:
        return ""


def unit_names(texts: Collection[str]) -> dict[str, Text]:
    """The names of units by their keys, from memory."""
    return {text: name for text in texts if (name := unit_name(text))}


def posts_of(waiting: Collection[str]) -> dict[str, Text]:
    """Holders in words that stay true: the unit, the person, or the post and its place. At most two queries."""
    parted = {holder: holder.partition(":") for holder in waiting}
    users = people([key for kind, _colon, key in parted.values() if kind == "user"])
    places = [key for kind, _colon, key in parted.values() if kind in Role.values]
    names = {str(key): short_name(name) for key, name in Place.objects.filter(pk__in=places).values_list("pk", "name")}
    found: dict[str, Text] = {}
    for holder, (kind, _colon, key) in parted.items():
        if kind == "unit":
            found[holder] = unit_name(key)
        elif kind == "user":
            found[holder] = users.get(key, "")
        elif kind in Role.values:
            found[holder] = f"{Role(kind).label} · {names.get(key, '')}"
    return found


def words_of(holder: str) -> str:
    """Who has it, in words: the unit's name, or the people of the post, with the absent one a deputy stands for."""
    if holder.startswith("user:"):
        return _names.get().get(holder, "")
    now, day = staffing.get(), timezone.localdate()
    if holder in now.units:
        return now.units[holder]
    names = []
    for seat in now.by_holder.get(holder, ()):
        if not seat.is_held(day):
            continue
        if now.is_deputised(seat, day):
            names.append(_("%(deputy)s（代%(absent)s）") % {"deputy": seat.deputy_name, "absent": seat.user_name})
        else:
            names.append(seat.user_name)
    return _("、").join(dict.fromkeys(names)) or _("暂时无人在岗")


def nearest(ladder: Sequence[Role], code: str) -> str | None:
    """The holder of the first role on the ladder that is staffed at the place ``code`` or above it.

    A role is looked for from the place upward before the next role is tried.
    """
    now, day = staffing.get(), timezone.localdate()
    for role in ladder:
        for length in range(len(code), 1, -1):
            holder = now.by_place.get((role, code[:length]))
            if holder and any(seat.is_held(day) for seat in now.by_holder[holder]):
                return holder
    return None


def people_at(code: str, roles: Sequence[Role]) -> list[tuple[str, str]]:
    """The people of each post inside ``code``, deputies instead of who is away, and what they are where. One query."""
    posts = (
        Post.objects.on(timezone.localdate())
        .filter(place__in=Place.objects.inside(code), user__is_active=True, role__in=roles)
        .order_by("place__code", "role")
        .values_list("role", "place_id", "place__name")
        .distinct()
    )
    return [
        (words_of(holders.of_role(role, place_id)), f"{Role(role).label} · {short_name(name)}")
        for role, place_id, name in posts
    ]
