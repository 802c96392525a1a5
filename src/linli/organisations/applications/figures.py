"""How many were decided and answered, how many of them in time, and how long it took: by item, by department.

Counted from what was decided and answered within some months: a district has a few thousand a year.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from linli.kernel.actor import Actor
from linli.organisations.applications.models import Application, Opinion
from linli.organisations.applications.states import GIVEN, ApplicationState, OpinionState

DECIDED = (ApplicationState.APPROVED, ApplicationState.REFUSED)
MONTHS = 12


@dataclass(frozen=True)
class Line:
    """``against``: refused, or objected to."""

    title: str
    number: int
    in_time: int
    against: int
    mean_days: float

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.in_time, self.number) if self.number else None


def since() -> datetime.datetime:
    """The beginning of the twelve months that are counted: whole months, this one among them."""
    first = timezone.localdate().replace(day=1)
    year, month = divmod(first.year * 12 + first.month - MONTHS, 12)
    return timezone.make_aware(datetime.datetime(year, month + 1, 1))


def by_item(actor: Actor, begins: datetime.datetime) -> Sequence[Line]:
    """One query."""
    decided = Application.objects.visible_to(actor).filter(decided_at__gte=begins, state__in=DECIDED)
    return _lines(decided, "item_code", "item__name", ApplicationState.REFUSED)


def by_department(actor: Actor, begins: datetime.datetime) -> Sequence[Line]:
    """One query. Whoever did not answer before it was decided counts with what was answered, and as late."""
    asked = Opinion.objects.visible_to(actor).filter(
        Q(state__in=GIVEN, answered_at__gte=begins)
        | Q(state=OpinionState.RELEASED, is_in_time=False, changed_at__gte=begins)
    )
    return _lines(asked, "department__position", "department__name", OpinionState.OBJECTED)


def _lines(rows: QuerySet[Any], key: str, name: str, against: str) -> Sequence[Line]:
    found = (
        rows.order_by()
        .values(key, name)
        .annotate(
            n_all=Count("pk"),
            n_in_time=Count("pk", filter=Q(is_in_time=True)),
            n_against=Count("pk", filter=Q(state=against)),
            mean=Avg("days_used"),
        )
        .order_by("-n_all", key)
    )
    return [
        Line(row[name], row["n_all"], row["n_in_time"], row["n_against"], round(float(row["mean"] or 0), 1))
        for row in found
    ]
