"""What is reported in a year and when: by season, weekday, hour and weather, the same for the same seed."""

import datetime
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate

from linli.kernel import holidays
from linli.kernel.worktime import ZONE


@dataclass(frozen=True)
class Sort:
    """A kind of event, as ``data/year.toml`` describes it."""

    weight: float
    months: Sequence[float]
    hours: str
    weekend: float
    spot: float
    says: Sequence[str]
    tails: Sequence[str]
    fixes: Sequence[str]
    weather: str = ""


HOURS: Mapping[str, Sequence[int]] = {
    "day": (1, 1, 0, 0, 0, 1, 4, 9, 14, 15, 13, 11, 7, 7, 10, 12, 12, 11, 10, 9, 7, 5, 3, 2),
    "morning": (2, 1, 1, 1, 2, 5, 12, 16, 14, 11, 9, 8, 6, 6, 6, 6, 6, 7, 8, 8, 6, 5, 4, 3),
    "evening": (3, 1, 0, 0, 0, 1, 2, 4, 6, 7, 6, 6, 5, 5, 5, 6, 7, 10, 14, 18, 18, 14, 9, 5),
    "night": (9, 5, 3, 2, 3, 4, 4, 4, 5, 6, 6, 6, 8, 9, 6, 5, 5, 6, 8, 13, 17, 19, 18, 14),
    "rush": (1, 0, 0, 0, 0, 1, 6, 15, 15, 8, 6, 7, 8, 6, 6, 7, 13, 18, 16, 10, 7, 5, 3, 2),
}
WEATHER: Mapping[str, Sequence[float]] = {
    "rain": (0.12, 0.14, 0.2, 0.24, 0.24, 0.26, 0.14, 0.12, 0.1, 0.1, 0.1, 0.1),
    "wind": (0.04, 0.05, 0.1, 0.12, 0.1, 0.1, 0.1, 0.08, 0.05, 0.04, 0.04, 0.04),
    "hot": (0, 0, 0, 0, 0.05, 0.2, 0.55, 0.5, 0.15, 0, 0, 0),
    "cold": (0.3, 0.2, 0.03, 0, 0, 0, 0, 0, 0, 0, 0.05, 0.25),
}
"""The share of days of each month that have it."""
STORM = 3.0
ON_HOLIDAY = 0.7
"""Who is away reports nothing."""
GROWTH = 0.3
"""So much more at the end of the year than at its beginning: people get to know of it."""


def sorts() -> dict[str, Sort]:
    text = (files("linli.demo") / "data" / "year.toml").read_text(encoding="utf-8")
    return {name: Sort(**facts) for name, facts in tomllib.loads(text).items()}


def moments(
    count: int, kinds: Mapping[str, Sort], since: datetime.datetime, until: datetime.datetime, chance: random.Random
) -> list[tuple[datetime.datetime, str]]:
    """``count`` reports between the two, in the order of time, each with its kind."""
    asked = list(_days(kinds, since.astimezone(ZONE).date(), until.astimezone(ZONE).date(), chance))
    chosen = chance.choices([(day, kind) for day, kind, _ in asked], cum_weights=_sums(w for *_, w in asked), k=count)
    hours = {name: _sums(weights) for name, weights in HOURS.items()}
    found = []
    for day, kind in chosen:
        hour = chance.choices(range(24), cum_weights=hours[kinds[kind].hours])[0]
        at = datetime.datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)
        at += datetime.timedelta(seconds=chance.randrange(3600))
        found.append((min(max(at, since), until), kind))
    return sorted(found)


def _days(
    kinds: Mapping[str, Sort], first: datetime.date, last: datetime.date, chance: random.Random
) -> Iterator[tuple[datetime.date, str, float]]:
    calendar, length = holidays.calendar(), (last - first).days + 1
    for number in range(length):
        day = first + datetime.timedelta(days=number)
        weather = {name for name, shares in WEATHER.items() if chance.random() < shares[day.month - 1]}
        is_weekend, is_work = day.weekday() >= 5, calendar.is_workday(day)
        share = 1 + GROWTH * (number / length - 0.5) if is_work or is_weekend else ON_HOLIDAY
        for name, kind in kinds.items():
            weight = share * kind.weight * kind.months[day.month - 1]
            if not is_work:
                weight *= kind.weekend
            yield day, name, weight * STORM if kind.weather in weather else weight


def _sums(weights: Iterator[float] | Sequence[float]) -> list[float]:
    return list(accumulate(weights))
