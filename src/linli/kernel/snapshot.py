"""Small tables kept in memory: rules, holidays, staffing, boundaries.

Each process keeps its own copy, asks for the table's version at most once a second,
and loads anew when somebody else changed it. A copy may therefore be one second old.
"""

import threading
import time
import weakref
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection

from linli.kernel.models import Version

T = TypeVar("T")
FRESH_SECONDS = 1.0
TOUCH = """
INSERT INTO kernel_version AS held (name, number) VALUES (%s, 1)
ON CONFLICT (name) DO UPDATE SET number = held.number + 1
"""
_all: "weakref.WeakSet[Snapshot[Any]]" = weakref.WeakSet()


class Snapshot(Generic[T]):
    """A disposable copy of ``load()``, valid while the version row ``name`` stands still.

    Several may hang on one name: what is worked out from the same table in different ways.
    """

    def __init__(self, name: str, load: Callable[[], T]) -> None:
        self.name = name
        self._load = load
        self._lock = threading.Lock()
        self._value: T | None = None
        self._version = -1
        self._checked = 0.0
        _all.add(self)

    def get(self) -> T:
        value = self._value
        if value is not None and time.monotonic() - self._checked < FRESH_SECONDS:
            return value
        with self._lock:
            version = self._current_version()
            if self._value is None or version != self._version:
                self._value = self._load()
                self._version = version
            self._checked = time.monotonic()
            return self._value

    def forget(self) -> None:
        """Drop this process's copies of the table; the next ``get`` loads it."""
        for snapshot in list(_all):
            if snapshot.name == self.name:
                snapshot._value, snapshot._checked = None, 0.0

    def touch(self) -> None:
        """Tell every process that the table changed. Call it inside the changing transaction."""
        with connection.cursor() as cursor:
            cursor.execute(TOUCH, [self.name])
        self.forget()
        connection.on_commit(self.forget)

    def _current_version(self) -> int:
        return Version.objects.filter(name=self.name).values_list("number", flat=True).first() or 0


def forget_all() -> None:
    """Drop every copy of this process: after a restore, and between tests."""
    for snapshot in list(_all):
        snapshot.forget()


def touch_all() -> None:
    """Tell every process that all tables changed: for what runs through many of them, like a place's new code."""
    # In one order, so that two who do this at the same time do not wait for each other's rows for ever.
    for _name, snapshot in sorted({snapshot.name: snapshot for snapshot in list(_all)}.items()):
        snapshot.touch()
