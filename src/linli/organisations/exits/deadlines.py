"""Who has a warning, and until when."""

import datetime

from linli.flow.due import after_workdays, until_day
from linli.inbox.actions import Wait
from linli.organisations.exits import rules
from linli.organisations.exits.models import ExitWarning
from linli.organisations.registry import assignees as waits


def warned(warning: ExitWarning, now: datetime.datetime) -> Wait:
    """The organisation's own people; the officer hears when the time is over."""
    return until_day(
        waits.representatives(warning.organisation),
        warning.put_right_by,
        path=warning.path,
        since=now,
        escalate_to=waits.officer(warning.path),
    )


def answered(warning: ExitWarning, now: datetime.datetime) -> Wait:
    day = after_workdays(now, rules.CHECK_WITHIN.at(warning.path))
    return until_day(
        waits.officer(warning.path), day, path=warning.path, since=now, escalate_to=waits.above(warning.path)
    )
