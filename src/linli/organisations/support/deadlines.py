"""Who has a request for support, and until when."""

import datetime

from linli.flow.due import after_workdays, until_day
from linli.inbox.actions import Wait
from linli.organisations.registry import assignees as waits
from linli.organisations.support import rules
from linli.organisations.support.models import Support


def with_office(support: Support, now: datetime.datetime) -> Wait:
    """The officer of the place that offers it."""
    path = support.scheme.path
    day = after_workdays(now, rules.ANSWER_WITHIN.at(path))
    return until_day(waits.officer(path), day, path=path, since=now, escalate_to=waits.above(path))


def in_use(support: Support, now: datetime.datetime) -> Wait:
    """The organisation, until some time after it was to be used; the officer hears when no report comes."""
    path = support.scheme.path
    use_by = support.use_by or now.date()
    day = use_by + datetime.timedelta(days=rules.REPORT_WITHIN.at(path))
    holder = waits.representatives(support.organisation)
    return until_day(holder, day, path=path, since=now, escalate_to=waits.officer(path))
