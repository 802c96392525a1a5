"""Who acts: what the lower rooms need to know of it."""

import uuid
from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Somebody, or something, that acts. ``linli.people`` has the full one."""

    @property
    def id(self) -> uuid.UUID | None:
        """The user's id; None for the system and for a resident without an account."""

    @property
    def kind(self) -> str:
        """``user``, ``reporter`` or ``system``."""


@dataclass(frozen=True)
class SystemActor:
    """The machine itself: sweeps, imports, repairs."""

    id: None = None
    kind: str = "system"


SYSTEM = SystemActor()
