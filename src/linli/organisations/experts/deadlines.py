"""With whom a draw waits, and until when."""

import datetime

from linli.flow.due import after_workdays, until_day
from linli.inbox.actions import Wait
from linli.organisations.experts.models import Draw
from linli.organisations.experts.rules import DRAW_WITHIN
from linli.organisations.registry.assignees import above, officer


def step(draw: Draw, now: datetime.datetime) -> Wait:
    """The next step is the officer's."""
    day = after_workdays(now, DRAW_WITHIN.at(draw.path))
    return until_day(officer(draw.path), day, path=draw.path, since=now, escalate_to=above(draw.path))
