"""With whom incubation waits, and until when."""

import datetime

from django.utils import timezone

from linli.flow.due import after_workdays, until_day
from linli.inbox.actions import Wait
from linli.organisations.incubation import rules
from linli.organisations.incubation.models import Evidence, Finding, Incubation, MentorVisit, ServiceRequest, Training
from linli.organisations.incubation.policies import INCUBATING
from linli.organisations.incubation.states import EvidenceState
from linli.organisations.registry.assignees import above, officer, representatives
from linli.organisations.registry.policies import FINDING
from linli.people import holders
from linli.people.staffing import nearest


def incubator(path: str) -> str:
    """The nearest incubator at ``path`` or above; where there is none the officer."""
    return nearest(INCUBATING, path) or officer(path)


def to_be_invited(finding: Finding, now: datetime.datetime) -> Wait:
    return _workdays(finding, incubator(finding.path), rules.REMIND_AFTER.at(finding.path), now)


def invited(finding: Finding, now: datetime.datetime) -> Wait:
    """Whoever finds hears again when no answer came: that is the reminder."""
    return _workdays(
        finding, nearest(FINDING, finding.path) or officer(finding.path), rules.REMIND_AFTER.at(finding.path), now
    )


def going(incubation: Incubation, now: datetime.datetime) -> Wait | None:
    """Its people send evidence; while that is looked at it waits by itself; in the end the incubator has it."""
    path = incubation.path
    if incubation.is_complete:
        return _workdays(incubation, incubator(path), rules.REVIEW_WITHIN.at(path), now)
    if incubation.evidences.filter(step=incubation.step, state=EvidenceState.SENT).exists():
        return None
    days = datetime.timedelta(days=rules.STEP_WITHIN.at(path))
    return until_day(
        representatives(incubation.organisation),
        timezone.localdate(incubation.step_since) + days,
        path=path,
        since=incubation.step_since,
        escalate_to=incubator(path),
    )


def looked_at(evidence: Evidence, now: datetime.datetime) -> Wait:
    return _workdays(evidence, incubator(evidence.path), rules.REVIEW_WITHIN.at(evidence.path), now)


def asked(request: ServiceRequest, now: datetime.datetime) -> Wait:
    return _workdays(request, incubator(request.path), rules.ANSWER_WITHIN.at(request.path), now)


def visit_due(visit: MentorVisit, now: datetime.datetime) -> Wait:
    return until_day(
        holders.of_user(visit.mentor_id),
        visit.due_on,
        path=visit.path,
        since=now,
        escalate_to=incubator(visit.path),
    )


def planned(training: Training, now: datetime.datetime) -> Wait:
    """Who came is written down within two days."""
    return until_day(
        incubator(training.path),
        timezone.localdate(training.starts_at) + datetime.timedelta(days=2),
        path=training.path,
        since=now,
        warn_at=training.starts_at,
    )


def _workdays(
    record: "Finding | Incubation | Evidence | ServiceRequest", holder: str, days: int, now: datetime.datetime
) -> Wait:
    return until_day(holder, after_workdays(now, days), path=record.path, since=now, escalate_to=above(record.path))
