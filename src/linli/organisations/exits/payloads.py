"""What begins a warning, and what its moves are given."""

from dataclasses import dataclass

from linli.organisations.exits.states import WarningCause
from linli.organisations.registry.models import Organisation


@dataclass(frozen=True)
class Warned:
    organisation: Organisation
    cause: WarningCause
    words: str


@dataclass(frozen=True)
class Answered:
    """What was put right."""

    words: str


@dataclass(frozen=True)
class Struck:
    """``because`` is public; ``decision`` is the authority's own, for what it had registered."""

    because: str
    decision: str
