"""Who has an agreement, a period, a delivery, and until when."""

import datetime

from linli.flow.due import after_workdays, until_day
from linli.inbox.actions import Wait
from linli.organisations.registry import assignees as waits
from linli.organisations.spaces import rules
from linli.organisations.spaces.models import Delivery, SpaceAgreement, SpacePeriod
from linli.organisations.spaces.policies import GIVING
from linli.people.staffing import nearest


def giver(path: str) -> str:
    """The desk that looks after the premises."""
    return nearest(GIVING, path) or waits.officer(path)


def proposed(agreement: SpaceAgreement, now: datetime.datetime) -> Wait:
    day = after_workdays(now, rules.ACCEPT_WITHIN.at(agreement.path))
    holder = waits.representatives(agreement.organisation)
    return until_day(holder, day, path=agreement.path, since=now, escalate_to=giver(agreement.path))


def running(period: SpacePeriod, now: datetime.datetime) -> Wait:
    """The organisation, to the period's last day; who gave the premises hears when it ended short."""
    holder = waits.representatives(period.agreement.organisation)
    return until_day(holder, period.last_day, path=period.path, since=now, escalate_to=giver(period.path))


def told(delivery: Delivery, now: datetime.datetime) -> Wait:
    day = after_workdays(now, rules.CONFIRM_WITHIN.at(delivery.path))
    up = waits.above(delivery.path)
    return until_day(giver(delivery.path), day, path=delivery.path, since=now, escalate_to=up)
