"""Who has an event in each state, and until when."""

import datetime
from collections.abc import Sequence

from linli.grid import rules
from linli.grid.models import Event
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


def until(event: Event, rule: Rule[int], start: datetime.datetime, *, share: int = 100) -> Deadline:
    """``start`` plus the rule's minutes of working time at the event's place, or a percentage of them."""
    category, code = event.category.code, event.path
    minutes = rule.at(code, subject=category) * share // 100
    hours = None if rules.ROUND_THE_CLOCK.at(code, subject=category) else WORK_HOURS.at(code)
    return deadline(start, minutes, hours=hours, calendar=holidays.calendar())


def reported(event: Event, now: datetime.datetime) -> Wait:
    """With the grid's worker, else the community, else the dispatcher."""
    return _local(event, LOCAL, rules.ACCEPT_WITHIN, now)


def accepted(event: Event, now: datetime.datetime) -> Wait:
    """With the community's desk."""
    return _local(event, LOCAL[1:], rules.DISPATCH_WITHIN, now)


def dispatched(event: Event, now: datetime.datetime) -> Wait:
    """With the lead unit, which has yet to take it."""
    return _at_unit(event, rules.START_WITHIN, now)


def in_progress(event: Event, now: datetime.datetime) -> Wait:
    """With the lead unit; the clock started at dispatch and rework does not set it back."""
    return _at_unit(event, rules.SOLVE_WITHIN, event.dispatched_at or now)


def done(event: Event, now: datetime.datetime) -> Wait:
    """Back with the grid, to look at it on the spot."""
    return _local(event, LOCAL, rules.CHECK_WITHIN, now)


def checked(event: Event, now: datetime.datetime) -> Wait:
    """With the community's desk, to close it."""
    return _local(event, LOCAL[1:], rules.CLOSE_WITHIN, now)


def _local(event: Event, ladder: Sequence[Role], rule: Rule[int], start: datetime.datetime) -> Wait:
    """The first staffed role of the ladder has it; the next staffed one hears when it is late."""
    for rung, role in enumerate(ladder):
        if holder := nearest((role,), event.path):
            return _wait(event, holder, nearest(ladder[rung + 1 :], event.path), rule, start)
    return _wait(event, _desk_of_district(event), None, rule, start)


def _at_unit(event: Event, rule: Rule[int], start: datetime.datetime) -> Wait:
    if event.lead_unit_id is None:
        raise ValueError(f"{event} has no lead unit")
    above = nearest((Role.DISPATCHER, Role.LEADER), event.path)
    return _wait(event, holders.of_unit(event.lead_unit_id), above, rule, start)


def _wait(event: Event, holder: str, above: str | None, rule: Rule[int], start: datetime.datetime) -> Wait:
    due = until(event, rule, start)
    warn = until(event, rule, start, share=rules.WARN_AT.at(event.path))
    return Wait(
        holder=holder,
        due_at=due.at,
        is_due_certain=due.is_certain,
        warn_at=warn.at,
        escalate_to=above or "",
    )


def _desk_of_district(event: Event) -> str:
    """Where nobody at all sits: the district's dispatcher, who will find it when the post is filled."""
    district = Place.objects.get(code=event.path[:DISTRICT_CODE_LENGTH])
    return holders.of_role(Role.DISPATCHER, district.pk)
