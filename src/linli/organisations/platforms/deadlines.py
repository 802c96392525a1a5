"""With whom a visit waits, and until when."""

import datetime

from linli.flow.due import after_workdays, until_day
from linli.inbox.actions import Wait
from linli.organisations.platforms.models import PlatformCheck
from linli.organisations.platforms.policies import CHECKING
from linli.organisations.platforms.rules import RECHECK_DAYS
from linli.organisations.registry.assignees import above, officer, representatives
from linli.people.staffing import nearest


def to_put_right(visit: PlatformCheck, now: datetime.datetime) -> Wait | None:
    """Who runs the platform; nobody where everything was met."""
    if visit.put_right_by is None:
        return None
    operator = visit.platform.operator
    holder = representatives(operator) if operator else officer(visit.path)
    return until_day(holder, visit.put_right_by, path=visit.path, since=now, escalate_to=above(visit.path))


def to_recheck(visit: PlatformCheck, now: datetime.datetime) -> Wait:
    due = after_workdays(now, RECHECK_DAYS.at(visit.path))
    holder = nearest(CHECKING, visit.path) or officer(visit.path)
    return until_day(holder, due, path=visit.path, since=now, escalate_to=above(visit.path))
