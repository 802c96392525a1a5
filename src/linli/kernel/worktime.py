"""Working time: deadlines in minutes of an office's hours, with holidays and made-up working days.

Pure arithmetic, no database: ``holidays.calendar()`` brings the table of days, a rule of the place the hours.
All of it is on the wall clock of Asia/Shanghai, which knows no summer time.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

ZONE = ZoneInfo("Asia/Shanghai")
DAY = 24 * 60
MINUTE = 60_000_000  # in microseconds, the unit of all arithmetic here: exact, and no instant is rounded
SPAN = re.compile(r"(\d{1,2}):(\d{2})[-–—~至](\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class WorkHours:
    """The hours of a working day as (opens, closes) in minutes since midnight: ascending, apart, within the day."""

    spans: tuple[tuple[int, int], ...]
    total: int = field(init=False, compare=False, repr=False)
    """Working microseconds of a day."""

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError(_("请填写工作时间，例如 09:00-12:00 13:30-17:30"))
        end = 0
        for number, (opens, closes) in enumerate(self.spans):
            if not 0 <= opens < DAY or closes > DAY:
                raise ValueError(_("工作时间应在 00:00 至 24:00 之间"))
            if closes <= opens:
                raise ValueError(_("每段工作时间的结束应晚于开始，跨过午夜的请分成两段"))
            if number and opens < end:
                raise ValueError(_("各段工作时间不能重叠"))
            end = closes
        object.__setattr__(self, "total", sum(closes - opens for opens, closes in self.spans) * MINUTE)

    @classmethod
    def parse(cls, text: str) -> "WorkHours":
        """Read ``09:00-12:00 13:30-17:30``; full-width signs and commas will do.

        ValueError, with a sentence for the person who typed it, when it cannot be read, overlaps
        or crosses midnight.
        """
        parts = re.split(r"[\s,;、]+", unicodedata.normalize("NFKC", text).strip())
        spans = [_parse_span(part) for part in parts if part]
        return cls(tuple(sorted(spans)))

    def __str__(self) -> str:
        return " ".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in self.spans)

    def worked_until(self, moment: int) -> int:
        """Working microseconds of the day that have passed at ``moment`` (microseconds since midnight)."""
        return sum(
            min(moment, closes * MINUTE) - opens * MINUTE for opens, closes in self.spans if moment > opens * MINUTE
        )

    def moment_after(self, worked: int) -> int:
        """The earliest moment of the day at which ``worked`` (0 < worked ≤ total) microseconds have passed."""
        for opens, closes in self.spans:
            length = (closes - opens) * MINUTE
            if worked <= length:
                return opens * MINUTE + worked
            worked -= length
        raise ValueError("more than a day's work")

    def is_open(self, moment: int) -> bool:
        """Is it working time at ``moment``? The minute of closing still counts."""
        return any(opens * MINUTE <= moment <= closes * MINUTE for opens, closes in self.spans)


def _parse_span(text: str) -> tuple[int, int]:
    found = SPAN.fullmatch(text)
    if not found:
        raise ValueError(_("看不懂“%(text)s”，请写成 09:00-12:00 13:30-17:30") % {"text": text})
    hour, minute, end_hour, end_minute = map(int, found.groups())
    if minute > 59 or end_minute > 59:
        raise ValueError(_("看不懂“%(text)s”，请写成 09:00-12:00 13:30-17:30") % {"text": text})
    return hour * 60 + minute, end_hour * 60 + end_minute


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


class Calendar:
    """Which days are working days: ``days`` says it for the exceptions (True = work), the weekday for the rest.

    A year is known when ``days`` has its National Day: every year's notice of the State Council sets it,
    whereas a single day entered by hand, or the last days of December, would not show that the notice is in.
    """

    def __init__(self, days: Mapping[date, bool]) -> None:
        self._days = {day.toordinal(): is_workday for day, is_workday in days.items()}
        self.known_years = frozenset(day.year for day in days if (day.month, day.day) == (10, 1))
        self._by_year: dict[int, list[int]] = {}

    def is_workday(self, day: date) -> bool:
        return self._is_work(day.toordinal())

    def is_known(self, first: date, last: date) -> bool:
        """Are the holidays of every year from ``first`` to ``last`` known?"""
        return all(year in self.known_years for year in range(first.year, last.year + 1))

    def workday_after(self, day: date, count: int) -> date:
        """The first working day on or after ``day``, or the ``count``-th one after that."""
        year = day.year
        days = self._workdays(year)
        index = bisect_left(days, day.toordinal()) + count
        while index >= len(days):
            index -= len(days)
            year += 1
            days = self._workdays(year)
        return date.fromordinal(days[index])

    def count(self, first: date, last: date) -> int:
        """How many working days there are from ``first`` on and before ``last``."""
        if first.year == last.year:
            days = self._workdays(first.year)
            return bisect_left(days, last.toordinal()) - bisect_left(days, first.toordinal())
        whole = sum(len(self._workdays(year)) for year in range(first.year, last.year))
        return (
            whole
            - bisect_left(self._workdays(first.year), first.toordinal())
            + bisect_left(self._workdays(last.year), last.toordinal())
        )

    def _is_work(self, ordinal: int) -> bool:
        said = self._days.get(ordinal)
        return ordinal % 7 not in (6, 0) if said is None else said

    def _workdays(self, year: int) -> list[int]:
        """The year's working days as ordinals, counted once: a deadline then costs a search, not a walk."""
        days = self._by_year.get(year)
        if days is None:
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            days = self._by_year[year] = [day for day in range(first, last + 1) if self._is_work(day)]
        return days


@dataclass(frozen=True, slots=True)
class Deadline:
    """``at`` is an aware time in Asia/Shanghai; not certain when it rests on a year whose holidays are unknown."""

    at: datetime
    is_certain: bool


def deadline(start: datetime, minutes: int, *, hours: WorkHours | None, calendar: Calendar) -> Deadline:
    """The earliest working moment, not before ``start``, by which ``minutes`` of work time have passed.

    ``hours`` None means round the clock. Zero minutes from outside the hours end at the next opening.
    ValueError for a start without a time zone or for negative minutes; OverflowError or ValueError past the year 9999.
    """
    if minutes < 0:
        raise ValueError("a deadline cannot lie in the past")
    local = _local(start)
    if hours is None:
        return Deadline(local + timedelta(minutes=minutes), is_certain=True)
    day, moment = local.date(), _moment(local)
    if not minutes and hours.is_open(moment) and calendar.is_workday(day):
        return Deadline(local, calendar.is_known(day, day))
    before = hours.worked_until(moment) if calendar.is_workday(day) else 0
    # With nothing to do, reach for the first microsecond of work and step back: that is the opening.
    need = minutes * MINUTE or 1
    count, rest = divmod(before + need - 1, hours.total)
    last = calendar.workday_after(day, count)
    moment = hours.moment_after(rest + 1) - (0 if minutes else 1)
    at = datetime(last.year, last.month, last.day, tzinfo=ZONE) + timedelta(microseconds=moment)
    return Deadline(at, calendar.is_known(day, last))


def worked_minutes(start: datetime, end: datetime, *, hours: WorkHours | None, calendar: Calendar) -> int:
    """Whole minutes of work time between two moments; 0 when ``end`` is not after ``start``."""
    first, last = _local(start), _local(end)
    if last <= first:
        return 0
    if hours is None:
        return (last - first) // timedelta(minutes=1)
    days = calendar.count(first.date(), last.date())
    return (days * hours.total + _worked(last, hours, calendar) - _worked(first, hours, calendar)) // MINUTE


def _worked(local: datetime, hours: WorkHours, calendar: Calendar) -> int:
    return hours.worked_until(_moment(local)) if calendar.is_workday(local.date()) else 0


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(ZONE)


def _moment(local: datetime) -> int:
    """Microseconds since midnight."""
    return ((local.hour * 60 + local.minute) * 60 + local.second) * 1_000_000 + local.microsecond
