"""Who has an event in each state, and until when."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import replace

from linli.events.core import rules
from linli.events.core.models import Event
from linli.flow.due import warned
from linli.flow.rules import WARN_AT
from linli.inbox.actions import Wait
from linli.kernel import holidays
from linli.kernel.worktime import Deadline, deadline
from linli.people import holders
from linli.people.roles import Role
from linli.people.staffing import nearest
from linli.places.models import Place
from linli.places.rules import WORK_HOURS, Rule

LOCAL = (Role.GRID_WORKER, Role.COMMUNITY_WORKER, Role.DISPATCHER, Role.LEADER)
"""Who answers for a place, the nearest first: what nobody staffs falls to the next above."""
DISTRICT_CODE_LENGTH = 6


def until(
    event: Event, start: datetime.datetime, *clocks: Rule[int], share: int = 100, on: datetime.date | None = None
) -> Deadline:
    """``start`` plus the rules' minutes of working time at the event's place, or a percentage of them.

    By the rules of the day ``on``, or today's.
    """
    category, code = event.category.code, event.path
    minutes = sum(rule.at(code, on=on, subject=category) for rule in clocks) * share // 100
    hours = None if rules.ROUND_THE_CLOCK.at(code, on=on, subject=category) else WORK_HOURS.at(code, on=on)
    return deadline(start, minutes, hours=hours, calendar=holidays.calendar())


def reported(event: Event, now: datetime.datetime) -> Wait:
    """With the grid's worker, else the community, else the dispatcher."""
    return local(event, LOCAL, rules.ACCEPT_WITHIN, now)


def accepted(event: Event, now: datetime.datetime) -> Wait:
    """With the desk that has it: the community's, or a higher one after a raise."""
    return at_desk(event, rules.DISPATCH_WITHIN, now)


def dispatched(event: Event, now: datetime.datetime) -> Wait:
    """With the lead unit, which has yet to take it."""
    return _at_unit(event, rules.START_WITHIN, now)


def in_progress(event: Event, now: datetime.datetime) -> Wait:
    """With the lead unit; the clock started at dispatch and rework does not set it back, only an extension does."""
    wait = _at_unit(event, rules.SOLVE_WITHIN, event.dispatched_at or now)
    if event.extended_until is None or (wait.due_at and event.extended_until <= wait.due_at):
        return wait
    due = no_later(event, event.extended_until)
    return replace(wait, due_at=due, is_due_certain=True, warn_at=warned(now, due, event.path))


def done(event: Event, now: datetime.datetime) -> Wait:
    """Back with the grid, to look at it on the spot."""
    return local(event, LOCAL, rules.CHECK_WITHIN, now)


def checked(event: Event, now: datetime.datetime) -> Wait:
    """With the desk that dispatched it, to close it."""
    return at_desk(event, rules.CLOSE_WITHIN, now)


def local(event: Event, ladder: Sequence[Role], rule: Rule[int], start: datetime.datetime, *, code: str = "") -> Wait:
    """The first staffed role of the ladder at the place or above has it; the next staffed one hears when it is late."""
    code = code or event.path
    for rung, role in enumerate(ladder):
        if holder := nearest((role,), code):
            return wait_for(event, holder, nearest(ladder[rung + 1 :], code), rule, start)
    return wait_for(event, _desk_of_district(event), None, rule, start)


def at_desk(event: Event, rule: Rule[int], start: datetime.datetime) -> Wait:
    return local(event, LOCAL[1:], rule, start, code=event.desk_path)


def _at_unit(event: Event, rule: Rule[int], start: datetime.datetime) -> Wait:
    if event.lead_unit_id is None:
        raise ValueError(f"{event} has no lead unit")
    return of_unit(event, event.lead_unit_id, rule, start)


def of_unit(event: Event, unit: uuid.UUID, rule: Rule[int], start: datetime.datetime) -> Wait:
    """With a unit, for this event; the dispatcher above the place hears when it is late."""
    up = nearest((Role.DISPATCHER, Role.LEADER), event.path)
    return wait_for(event, holders.of_unit(unit), up, rule, start)


def wait_for(event: Event, holder: str, up: str | None, rule: Rule[int], start: datetime.datetime) -> Wait:
    due = until(event, start, rule)
    warn = until(event, start, rule, share=WARN_AT.at(event.path)).at
    if (theirs := _theirs(event, start)) and theirs < due.at:
        due, warn = Deadline(theirs, is_certain=True), warned(start, theirs, event.path)
    return Wait(
        holder=holder,
        due_at=due.at,
        is_due_certain=due.is_certain,
        warn_at=warn,
        escalate_to=holders.of_user(event.leader_id) if event.leader_id else up or "",
    )


def no_later(event: Event, due: datetime.datetime) -> datetime.datetime:
    """``due``, or the deadline of the platform that sent the event, whichever comes first."""
    return min(due, event.their_due) if event.their_due else due


def _theirs(event: Event, start: datetime.datetime) -> datetime.datetime | None:
    """The platform's deadline. Before dispatch one that has passed leaves no time to accept anything: ours runs."""
    is_ahead = event.their_due is not None and event.their_due > start
    return event.their_due if is_ahead or event.dispatched_at else None


def _desk_of_district(event: Event) -> str:
    """Where nobody at all sits: the district's dispatcher, who will find it when the post is filled."""
    district = Place.objects.get(code=event.path[:DISTRICT_CODE_LENGTH])
    return holders.of_role(Role.DISPATCHER, district.pk)
