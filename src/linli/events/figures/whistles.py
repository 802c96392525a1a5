"""How units answer when they are whistled for: counted from the answers of the months asked, which are few."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.events.core.figures_query import span
from linli.events.core.models import UnitPartQuerySet, WhistleAnswer
from linli.events.core.states import AnswerState
from linli.inbox.models import Task
from linli.kernel.problems import Text
from linli.people.staffing import unit_name
from linli.places.models import Place


@dataclass(frozen=True)
class WhistleCount:
    name: str
    title: Text
    definition: Text


COUNTS: Mapping[str, WhistleCount] = {
    count.name: count
    for count in (
        WhistleCount("called", _("被吹哨"), _("这段时间内吹哨叫到本单位的次数，一次吹哨叫几个单位就各算一次。")),
        WhistleCount("in_time", _("按时应哨"), _("其中在应哨时限内应哨的。")),
        WhistleCount("missed", _("未按时应哨"), _("其中到应哨时限还没有应哨的，后来补应的也算。")),
        WhistleCount("arrived", _("已到场"), _("其中已到场的，包括已由吹哨方评价的。")),
    )
}


@dataclass(frozen=True)
class Line:
    """One unit; ``key`` is its id, empty for all together."""

    key: str
    title: Text
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Table:
    lines: Sequence[Line]
    total: Line


def _where(name: str) -> Q:
    """Which answers a count counts, as they are at this moment."""
    late = Task.objects.filter(record_kind=WhistleAnswer.kind, due_at__lte=timezone.now()).values("record_id")
    return {
        "called": Q(pk__isnull=False),
        "in_time": Q(is_answered_in_time=True),
        "missed": Q(is_answered_in_time=False) | Q(state=AnswerState.CALLED, pk__in=late),
        "arrived": Q(state__in=(AnswerState.ARRIVED, AnswerState.RATED)),
    }[name]


def table(place: Place, first: datetime.date, last: datetime.date) -> Table:
    """By unit, those that missed most first. One query."""
    counted = {f"n_{name}": Count("pk", filter=_where(name)) for name in COUNTS}
    rows = _answers(place, first, last).order_by().values("unit").annotate(**counted)
    lines = [
        Line(str(row["unit"]), unit_name(str(row["unit"])), {name: row[f"n_{name}"] for name in COUNTS}) for row in rows
    ]
    lines.sort(key=lambda line: (-line.counts["missed"], -line.counts["called"], str(line.title)))
    whole = {name: sum(line.counts[name] for line in lines) for name in COUNTS}
    return Table(lines, Line("", _("合计"), whole))


def behind(
    name: str, place: Place, first: datetime.date, last: datetime.date, unit: uuid.UUID | None
) -> UnitPartQuerySet:
    """The answers that a count counts, the newest first."""
    answers = _answers(place, first, last).filter(_where(name)).order_by("-pk")
    return answers.filter(unit=unit) if unit else answers


def _answers(place: Place, first: datetime.date, last: datetime.date) -> UnitPartQuerySet:
    begins, ends = span(first, last)
    found: UnitPartQuerySet = WhistleAnswer.objects.inside(place.code).filter(
        created_at__gte=begins, created_at__lt=ends, event__is_confidential=False
    )
    return found
