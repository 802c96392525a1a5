"""Years and months from a day on, as people count them."""

import calendar
import datetime


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month; its last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def years_after(day: datetime.date, years: int) -> datetime.date:
    return months_after(day, 12 * years)
