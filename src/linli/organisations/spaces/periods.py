"""The months or quarters of an agreement."""

import datetime
from calendar import monthrange
from decimal import ROUND_HALF_UP, Decimal

from linli.organisations.spaces.models import SpaceAgreement
from linli.organisations.spaces.states import Rhythm

MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3}


def period_of(agreement: SpaceAgreement, day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First and last day of the calendar month or quarter that ``day`` lies in, within the agreement's days."""
    months = MONTHS[Rhythm(agreement.rhythm)]
    first = datetime.date(day.year, (day.month - 1) // months * months + 1, 1)
    last_month = first.month + months - 1
    last = datetime.date(first.year, last_month, monthrange(first.year, last_month)[1])
    return max(first, agreement.valid_from), min(last, agreement.valid_to)


def owed_in(agreement: SpaceAgreement, first: datetime.date, last: datetime.date) -> Decimal:
    """A period cut short at the agreement's beginning or end owes its share of days, to a tenth."""
    months = MONTHS[Rhythm(agreement.rhythm)]
    begin = datetime.date(first.year, (first.month - 1) // months * months + 1, 1)
    end_month = begin.month + months - 1
    whole = (datetime.date(begin.year, end_month, monthrange(begin.year, end_month)[1]) - begin).days + 1
    share = agreement.owed * ((last - first).days + 1) / whole
    return max(share.quantize(Decimal("0.1"), ROUND_HALF_UP), Decimal("0.1"))
