"""How long a record waits: until a day, or for some working days; warned of before, heard of above when late."""

import datetime

from django.utils import timezone

from linli.flow.rules import WARN_AT
from linli.inbox.actions import Wait
from linli.kernel import holidays

END_OF_DAY = datetime.time(23, 59)


def until_day(
    holder: str,
    day: datetime.date,
    *,
    path: str,
    since: datetime.datetime,
    escalate_to: str | None = None,
    warn_at: datetime.datetime | None = None,
) -> Wait:
    """Due at the end of ``day``; warned when the share of the time that the place's rule names has gone by."""
    due = datetime.datetime.combine(day, END_OF_DAY, timezone.get_default_timezone())
    return until(holder, due, path=path, since=since, escalate_to=escalate_to, warn_at=warn_at)


def until(
    holder: str,
    due: datetime.datetime,
    *,
    path: str,
    since: datetime.datetime,
    escalate_to: str | None = None,
    warn_at: datetime.datetime | None = None,
) -> Wait:
    """Due at a moment."""
    return Wait(
        holder=holder,
        due_at=due,
        warn_at=warn_at or warned(since, due, path),
        escalate_to=escalate_to or "",
    )


def warned(since: datetime.datetime, due: datetime.datetime, path: str) -> datetime.datetime:
    return since + max(due - since, datetime.timedelta()) * WARN_AT.at(path) / 100


def after_workdays(since: datetime.datetime, days: int) -> datetime.date:
    """The last day of a time of ``days`` working days; the day of ``since`` itself does not count.

    As the Administrative Licensing Law (行政许可法) counts: in working days, without holidays.
    """
    tomorrow = timezone.localdate(since) + datetime.timedelta(days=1)
    return holidays.calendar().workday_after(tomorrow, max(days, 1) - 1)
