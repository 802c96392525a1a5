"""Who has a dispute and what belongs to it, and until when: days of the calendar, for people meet in the evening."""

import datetime

from django.utils import timezone

from linli.events.core.policies import OFFICE
from linli.events.disputes import rules
from linli.events.disputes.models import Dispute, FollowUp, Session
from linli.flow.due import END_OF_DAY, until
from linli.inbox.actions import Wait
from linli.people import holders
from linli.people.staffing import nearest


def mediating(dispute: Dispute, now: datetime.datetime) -> Wait:
    days = rules.CONCLUDE_WITHIN.at(dispute.path)
    return _with_mediator(dispute, dispute.taken_up_at, dispute.taken_up_at + datetime.timedelta(days=days))


def agreed(dispute: Dispute, now: datetime.datetime) -> Wait | None:
    """The visits wait for somebody; where the rules know none, whoever mediated sees to it that it is kept."""
    if rules.FOLLOW_UPS.at(dispute.path):
        return None
    return _with_mediator(dispute, now, now + datetime.timedelta(days=rules.FOLLOW_UP_AFTER.at(dispute.path)))


def planned(session: Session, now: datetime.datetime) -> Wait:
    """Due when it should be written down; warned of when it takes place."""
    days = datetime.timedelta(days=rules.WRITE_UP_WITHIN.at(session.path))
    return _with_mediator(session.dispute, now, session.starts_at + days, warn_at=session.starts_at)


def visit_due(visit: FollowUp, now: datetime.datetime) -> Wait:
    """At the end of its day."""
    end = datetime.datetime.combine(visit.due_on, END_OF_DAY, timezone.get_default_timezone())
    return _with_mediator(visit.dispute, now, end)


def _with_mediator(
    dispute: Dispute, start: datetime.datetime, due: datetime.datetime, *, warn_at: datetime.datetime | None = None
) -> Wait:
    """The one who leads has it; the desk of the place hears when it is late."""
    return until(
        holders.of_user(dispute.lead_id),
        due,
        path=dispute.path,
        since=start,
        escalate_to=nearest(OFFICE, dispute.path),
        warn_at=warn_at,
    )
