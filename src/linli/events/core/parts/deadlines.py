"""Who has a unit's part in each state, and until when: each part has its own clock."""

import datetime

from linli.events.core import rules
from linli.events.core.deadlines import at_desk, of_unit
from linli.events.core.models import Assist, Extension, WhistleAnswer
from linli.inbox.actions import Wait


def assisting(part: Assist, now: datetime.datetime) -> Wait:
    return of_unit(part.event, part.unit_id, rules.ASSIST_WITHIN, part.created_at)


def answering(part: WhistleAnswer, now: datetime.datetime) -> Wait:
    return of_unit(part.event, part.unit_id, rules.ANSWER_WITHIN, part.created_at)


def arriving(part: WhistleAnswer, now: datetime.datetime) -> Wait:
    """The clock runs from the whistle, not from the answer."""
    return of_unit(part.event, part.unit_id, rules.ARRIVE_WITHIN, part.created_at)


def rating(part: WhistleAnswer, now: datetime.datetime) -> Wait:
    return at_desk(part.event, rules.RATE_WITHIN, now)


def allowing(part: Extension, now: datetime.datetime) -> Wait:
    return at_desk(part.event, rules.ALLOW_WITHIN, now)
