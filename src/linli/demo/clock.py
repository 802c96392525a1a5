"""Going through past weeks in order, so that what the demo tells happened when it says."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.utils import timezone

from linli.kernel import holidays
from linli.kernel.worktime import WorkHours, deadline, worked_minutes
from linli.places.rules import WORK_HOURS


class Clock:
    """What ``timezone.now()`` says while ``held``: it only goes forward, and ``meanwhile`` is told how far."""

    def __init__(self, start: datetime.datetime) -> None:
        self.now = start
        self.meanwhile: Callable[[datetime.datetime], None] = lambda moment: None

    def go_to(self, moment: datetime.datetime) -> None:
        self.now = max(self.now, moment)
        self.meanwhile(self.now)

    @contextmanager
    def held(self) -> Iterator[None]:
        """This process's Django takes its time from here. For a command of its own, never for a server."""
        with patch.object(timezone, "now", lambda: self.now):
            yield


class Office:
    """The working minutes of the district's offices, counted on from a day."""

    def __init__(self, since: datetime.datetime) -> None:
        self.since = since
        self.hours: WorkHours = WORK_HOURS.default
        self.calendar = holidays.calendar()

    def before(self, moment: datetime.datetime, minutes: int) -> datetime.datetime:
        """The working moment from which on the office works ``minutes`` until ``moment``."""
        worked = worked_minutes(self.since, moment, hours=self.hours, calendar=self.calendar)
        at = deadline(self.since, max(worked - minutes, 0), hours=self.hours, calendar=self.calendar).at
        return min(at, moment)
