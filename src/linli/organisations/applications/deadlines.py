"""Who has an application or an opinion in each state, and until when."""

import datetime

from linli.flow.due import after_workdays, until_day
from linli.inbox.actions import Wait
from linli.organisations.applications import rules
from linli.organisations.applications.models import Application, Opinion
from linli.organisations.registry import assignees as waits
from linli.people import holders


def drafting(record: Application, now: datetime.datetime) -> Wait | None:
    """A draft waits for nobody, except an annual report, which is due."""
    if record.due_on is None:
        return None
    return _applicant(record, record.due_on, now)


def accepting(record: Application, now: datetime.datetime) -> Wait:
    return _officer(record, after_workdays(now, rules.ACCEPT_WITHIN.at(record.path)), now)


def completing(record: Application, now: datetime.datetime) -> Wait:
    return _applicant(record, after_workdays(now, rules.COMPLETE_WITHIN.at(record.path)), now)


def deciding(record: Application, now: datetime.datetime) -> Wait:
    """With the officer; while the clock stands still, without an end."""
    if record.due_on is None:
        return Wait(waits.officer(record.path))
    return _officer(record, record.due_on, now)


def answering(record: Opinion, now: datetime.datetime) -> Wait:
    return until_day(
        holders.of_unit(record.unit_id),
        record.due_on or after_workdays(now, record.days),
        path=record.path,
        since=now,
        escalate_to=waits.above(record.path),
    )


def supplying(record: Opinion, now: datetime.datetime) -> Wait:
    """With the applicant; the officer hears when nothing comes."""
    return _applicant(record.application, after_workdays(now, rules.SUPPLY_WITHIN.at(record.path)), now)


def _applicant(record: Application, day: datetime.date, now: datetime.datetime) -> Wait:
    holder, officer = waits.representatives(record.organisation), waits.officer(record.path)
    return until_day(holder, day, path=record.path, since=now, escalate_to=officer if officer != holder else "")


def _officer(record: Application, day: datetime.date, now: datetime.datetime) -> Wait:
    return until_day(waits.officer(record.path), day, path=record.path, since=now, escalate_to=waits.above(record.path))
