"""Registries: how a lower room learns of the rooms above it without importing them.

Each app fills them in ``AppConfig.ready()``.
"""

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Generic, TypeVar

from linli.kernel.actor import Actor
from linli.kernel.problems import Text

T = TypeVar("T")


class Registry(Generic[T]):
    """Named things, in the order they were registered; a name is taken once."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._items: dict[str, T] = {}

    def add(self, name: str, item: T) -> None:
        if name in self._items:
            raise ValueError(f"{self.what} {name!r} is registered already")
        self._items[name] = item

    def remove(self, name: str) -> None:
        del self._items[name]

    def __getitem__(self, name: str) -> T:
        return self._items[name]

    def __iter__(self) -> Iterator[tuple[str, T]]:
        return iter(self._items.items())


verifications: Registry[Callable[[], "list[str]"]] = Registry("verification")
"""What ``./linli verify`` runs: each returns the faults it found, empty when sound."""


@dataclass(frozen=True)
class Periodic:
    """Work that the worker starts again and again. ``run`` is idempotent and returns how much it did."""

    every: timedelta
    run: Callable[[], int]


periodic: Registry[Periodic] = Registry("periodic work")


@dataclass(frozen=True)
class MenuItem:
    """A line of the menu; ``url_name`` takes no arguments. Lower positions come first.

    ``is_shown_to`` may be a policy: whatever is true lets the line be shown. ``under`` names the item whose room this
    one is in: it then stands as a tab on the pages of that room, not in the bar.
    """

    title: Text
    url_name: str
    is_shown_to: Callable[[Any], object]
    position: int = 50
    under: str = ""


menu: Registry[MenuItem] = Registry("menu item")


@dataclass(frozen=True)
class Glance:
    """One figure for one's morning: a share, and the share it is compared with where there is one."""

    title: Text
    share: Fraction
    before: Fraction | None
    before_is: Text
    address: str

    @property
    def trend(self) -> int:
        """1 for more than before, -1 for less, 0 for the same or nothing to compare with."""
        return 0 if self.before is None else (self.share > self.before) - (self.share < self.before)


glances: Registry[Callable[[Actor], Glance | None]] = Registry("glance")
"""What stands below the tasks of a morning; None where there is nothing to tell this actor."""


@dataclass(frozen=True)
class RecordKind:
    """A kind of record, as far as rooms below it show one: its name, and where the record ``number`` is looked at.

    ``remarks`` says what else to know of some of those with these keys, in at most one query. ``is_told_outside``:
    whether other systems may ask to hear of this kind at all.
    """

    title: Text
    address: Callable[[str], str]
    remarks: Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, Text]] = lambda keys: {}
    is_told_outside: bool = True


record_kinds: Registry[RecordKind] = Registry("kind of record")


@dataclass
class Redrawing:
    """What was at one place belongs to another from the day ``on``: the places are being re-drawn.

    ``is_whole``: the old place ends and all goes; otherwise what has a point for which ``holds(lat, lon)`` is true.
    ``takes_posts``: people at a place that ends go on at the new one, instead of ending with it.
    Movers of records put the keys of what they move into ``records``, for those that come after them.
    """

    old: uuid.UUID
    old_code: str
    new: uuid.UUID
    new_code: str
    is_whole: bool
    holds: Callable[[float, float], bool]
    takes_posts: bool
    actor: Actor
    on: date
    on_behalf_of: uuid.UUID | None = None
    records: list[uuid.UUID] = field(default_factory=list)


@dataclass(frozen=True)
class Moving:
    """How much would move; ``names`` where they may be told."""

    count: int
    names: Sequence[str] = ()


@dataclass(frozen=True)
class RedrawingHandler:
    """Something that follows when places are re-drawn. ``look`` changes nothing; ``move`` may be repeated.

    Lower positions come first: posts, then records (whose rows are locked in the order of their keys), then tasks.
    Versions of what is kept in memory are raised by whoever re-draws, all at the end; a mover only forgets its copy.
    """

    title: Text
    look: Callable[[Redrawing], Moving]
    move: Callable[[Redrawing], int]
    position: int


redrawing_handlers: Registry[RedrawingHandler] = Registry("mover")
