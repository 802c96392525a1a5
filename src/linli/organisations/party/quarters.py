"""Quarters, each by its first day."""

import datetime


def quarter_of(day: datetime.date) -> datetime.date:
    """The first day of the quarter in which ``day`` lies."""
    return datetime.date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def shifted(quarter: datetime.date, by: int) -> datetime.date:
    """The quarter ``by`` quarters later."""
    months = quarter.year * 12 + quarter.month - 1 + 3 * by
    return datetime.date(months // 12, months % 12 + 1, 1)


def last_day(quarter: datetime.date) -> datetime.date:
    return shifted(quarter, 1) - datetime.timedelta(days=1)


def number_of(quarter: datetime.date) -> int:
    """1 to 4."""
    return (quarter.month + 2) // 3


def between(first: datetime.date, last: datetime.date) -> int:
    """How many quarters from ``first`` to ``last``, both included; 0 where ``last`` is earlier."""
    return max(0, (last.year - first.year) * 4 + number_of(last) - number_of(first) + 1)
