"""Who acts, through which of their posts, perhaps for somebody else."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from linli.kernel.actor import Standing, Warrant
from linli.people import holders
from linli.people.models import Post, Scope, User
from linli.people.roles import Role
from linli.places.models import short_name


@dataclass(frozen=True)
class StaffActor:
    """A signed-in user with today's posts. ``scopes`` limits a program that acts for the user."""

    user: User
    standings: Sequence[Standing] = ()
    scopes: frozenset[str] = field(default_factory=lambda: frozenset(Scope.values))
    kind: str = "user"
    record_id: None = None

    @property
    def id(self) -> uuid.UUID:
        return self.user.pk

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def place_name(self) -> str:
        """Where the first post is: for the head of the page."""
        return next((s.place_name for s in self.standings if s.on_behalf_of is None), "")

    def has(self, *roles: str) -> bool:
        return any(standing.role in roles for standing in self.standings)

    def warrant(self, *roles: str, at: str) -> Warrant | None:
        """The post of one of these roles that reaches the place with code ``at``; the actor's own first."""
        return _best(s for s in self.standings if s.role in roles and s.covers(at))

    def anywhere(self, *roles: str) -> Warrant | None:
        """The first post of one of these roles, wherever it is: for menus, lists, beginning something somewhere."""
        return next((standing.warrant for standing in self.standings if standing.role in roles), None)

    def nearest_code(self, *roles: str, at: str) -> str:
        """Where the nearest of those posts is: the longest code that reaches ``at``; empty without one."""
        return max((s.code for s in self.standings if s.role in roles and s.covers(at)), key=len, default="")

    def unit_warrant(self, unit_id: uuid.UUID | None) -> Warrant | None:
        """The post at this unit."""
        return _best(s for s in self.standings if s.unit_id is not None and s.unit_id == unit_id)

    def codes(self, *roles: str) -> list[str]:
        """The places, without those inside another of them, that posts of these roles (or any) reach."""
        codes = sorted({s.code for s in self.standings if s.code and (not roles or s.role in roles)})
        return [code for code in codes if not any(code != other and code.startswith(other) for other in codes)]

    @property
    def unit_ids(self) -> list[uuid.UUID]:
        return sorted({s.unit_id for s in self.standings if s.unit_id is not None})

    @property
    def holders(self) -> list[str]:
        """The names under which tasks wait for this actor."""
        posts = {holders.of_post(Role(s.role), place_id=s.place_id, unit_id=s.unit_id) for s in self.standings}
        return sorted({holders.of_user(self.id), *posts})


def actor_of(user: User, *, scopes: Iterable[str] = Scope.values, on: datetime.date | None = None) -> StaffActor:
    """The user with the posts of the day, their own and those of absent people whose deputy they are. One query."""
    day = on or timezone.localdate()
    absent = Q(user__absences__first_day__lte=day, user__absences__last_day__gte=day)
    posts = (
        Post.objects.on(day)
        .filter(Q(user=user) | (Q(deputy=user) & absent & Q(user__is_active=True)))
        .values_list("role", "place__code", "place__name", "unit__name", "place_id", "unit_id", "user_id")
        .distinct()
    )
    standings = [
        Standing(
            role,
            code or "",
            short_name(place) if place else unit,
            place_id,
            unit_id,
            None if holder == user.pk else holder,
        )
        for role, code, place, unit, place_id, unit_id, holder in posts
    ]
    return StaffActor(user, tuple(standings), frozenset(scopes))


def _best(standings: Iterable[Standing]) -> Warrant | None:
    found = sorted(standings, key=lambda standing: standing.on_behalf_of is not None)
    return found[0].warrant if found else None
