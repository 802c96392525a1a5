"""Registries: how a lower room learns of the rooms above it without importing them.

Each app fills them in ``AppConfig.ready()``.
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

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

    def __getitem__(self, name: str) -> T:
        return self._items[name]

    def __iter__(self) -> Iterator[tuple[str, T]]:
        return iter(self._items.items())


verifications: Registry[Callable[[], "list[str]"]] = Registry("verification")
"""What ``./linli verify`` runs: each returns the faults it found, empty when sound."""
