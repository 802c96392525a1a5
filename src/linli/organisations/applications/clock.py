"""Clocks in working days: the day on which one starts does not count, and while it stands still none does.

As the Administrative Licensing Law (行政许可法) counts: in working days, without the time that others need.
"""

import datetime

from django.utils import timezone

from linli.flow.clocks import Clocked
from linli.flow.due import after_workdays
from linli.kernel import holidays

ONE_DAY = datetime.timedelta(days=1)


def start(clock: Clocked, days: int, now: datetime.datetime) -> None:
    clock.days, clock.days_used, clock.is_in_time = days, 0, None
    go_on(clock, now)


def stop(clock: Clocked, now: datetime.datetime) -> None:
    """It stands still. Being late already is not forgotten by that."""
    clock.days_used += used(clock, now)
    if is_late(clock, now):
        clock.is_in_time = False
    clock.running_since = clock.due_on = None


def go_on(clock: Clocked, now: datetime.datetime) -> None:
    """With the days that are left, at least one."""
    clock.running_since = timezone.localdate(now)
    clock.due_on = after_workdays(now, clock.days - clock.days_used)


def end(clock: Clocked, now: datetime.datetime) -> None:
    """What was waited for is there."""
    clock.days_used += used(clock, now)
    if clock.is_in_time is None:
        clock.is_in_time = not is_late(clock, now)
    clock.running_since = None


def used(clock: Clocked, now: datetime.datetime) -> int:
    """Working days since it last began to run."""
    if clock.running_since is None:
        return 0
    return holidays.calendar().count(clock.running_since + ONE_DAY, timezone.localdate(now) + ONE_DAY)


def is_late(clock: Clocked, now: datetime.datetime) -> bool:
    return clock.due_on is not None and timezone.localdate(now) > clock.due_on
