"""With whom a quarter or a swap waits, and until when."""

import datetime

from linli.flow.due import after_workdays, until_day
from linli.inbox.actions import Wait
from linli.organisations.party.models import Hosting, PartyOrganisation, Swap
from linli.organisations.party.rules import SWAP_DAYS
from linli.organisations.registry.assignees import above, officer
from linli.people import holders


def holder_of(branch: PartyOrganisation, path: str) -> str:
    """Its secretary; where that one does not sign in, who acts for its organisation; else the officer."""
    secretary = branch.secretary
    if secretary and secretary.user_id:
        return holders.of_user(secretary.user_id)
    unit = branch.organisations.exclude(unit=None).values_list("unit_id", flat=True).first()
    return holders.of_unit(unit) if unit else officer(path)


def to_host(hosting: Hosting, now: datetime.datetime) -> Wait:
    """Until the last day of the quarter."""
    path = hosting.path
    holder = holder_of(hosting.branch, path)
    return until_day(holder, hosting.last_day, path=path, since=now, escalate_to=above(path))


def to_answer(swap: Swap, now: datetime.datetime) -> Wait:
    due = after_workdays(now, SWAP_DAYS.at(swap.path))
    holder = holder_of(swap.other_branch, swap.path)
    return until_day(holder, due, path=swap.path, since=now, escalate_to=above(swap.path))
