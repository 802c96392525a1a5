"""Who acts, and why they may: what every actor has, whatever it is."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Warrant:
    """Why somebody may do a thing: a role, and the person for whom it is exercised, if another."""

    role: str
    on_behalf_of: uuid.UUID | None = None


@dataclass(frozen=True)
class Standing:
    """One post as the actor holds it today, himself or as the deputy of somebody who is away."""

    role: str
    code: str
    place_name: str
    place_id: uuid.UUID | None
    unit_id: uuid.UUID | None
    on_behalf_of: uuid.UUID | None = None

    def covers(self, code: str) -> bool:
        return bool(self.code) and code.startswith(self.code)

    @property
    def warrant(self) -> Warrant:
        return Warrant(self.role, self.on_behalf_of)


class Actor(Protocol):
    """Somebody, or something, that acts. Signed-in staff, visitors, reporters and the system all have all of this."""

    @property
    def id(self) -> uuid.UUID | None:
        """The user's id; None for whoever is no user."""

    @property
    def kind(self) -> str:
        """``user``, ``visitor``, ``reporter`` or ``system``."""

    @property
    def record_id(self) -> uuid.UUID | None:
        """The one record whose number and secret were shown; None for everybody who is known by other means."""

    @property
    def standings(self) -> Sequence[Standing]:
        """Today's posts, one's own and those of absent people whose deputy one is."""

    @property
    def unit_ids(self) -> Sequence[uuid.UUID]:
        """The units at which the actor has a post today."""

    @property
    def holders(self) -> Sequence[str]:
        """The names under which tasks wait for this actor."""

    def has(self, *roles: str) -> bool:
        """Whether one of today's posts has one of these roles."""

    def warrant(self, *roles: str, at: str) -> Warrant | None:
        """The post of one of these roles that reaches the place with code ``at``; the actor's own first."""

    def anywhere(self, *roles: str) -> Warrant | None:
        """The first post of one of these roles, wherever it is: for menus, lists, beginning something somewhere."""

    def nearest_code(self, *roles: str, at: str) -> str:
        """Where the nearest of those posts is: the longest code that reaches ``at``; empty without one."""

    def unit_warrant(self, unit_id: uuid.UUID | None) -> Warrant | None:
        """The post at this unit."""

    def codes(self, *roles: str) -> Sequence[str]:
        """The places, without those inside another of them, that posts of these roles (or any) reach."""


@dataclass(frozen=True)
class WithoutPosts:
    """What an actor answers who has no post at all."""

    id: None = None
    record_id: uuid.UUID | None = None
    kind: str = ""
    standings: tuple[()] = ()
    unit_ids: tuple[()] = ()
    holders: tuple[()] = ()

    def has(self, *roles: str) -> bool:
        return False

    def warrant(self, *roles: str, at: str) -> Warrant | None:
        return None

    def anywhere(self, *roles: str) -> Warrant | None:
        return None

    def nearest_code(self, *roles: str, at: str) -> str:
        return ""

    def unit_warrant(self, unit_id: uuid.UUID | None) -> Warrant | None:
        return None

    def codes(self, *roles: str) -> list[str]:
        return []


@dataclass(frozen=True)
class SystemActor(WithoutPosts):
    """The machine itself: sweeps, imports, repairs."""

    kind: str = "system"


@dataclass(frozen=True)
class Visitor(WithoutPosts):
    """Somebody who has not signed in: sees what is public."""

    kind: str = "visitor"


SYSTEM = SystemActor()
