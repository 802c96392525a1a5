"""Figures of disputes, for those whose posts reach a place: counted from the disputes of the months, which are few.

A handful of disputes names people. A line with fewer than the rule says is not told; where that leaves one line
alone, the next smallest goes with it, so that it cannot be reckoned back from the sum.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Left, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.events.core.figures_query import BELOW, span
from linli.events.disputes import rules
from linli.events.disputes.models import Dispute
from linli.events.disputes.states import DisputeState, SessionState
from linli.kernel.problems import Text
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Place

SETTLED = (DisputeState.AGREED, DisputeState.SETTLED)
DEFINITIONS: Mapping[str, tuple[Text, Text]] = {
    "taken_up": (_("开始调解的"), _("这段时间内登记并开始调解的纠纷。")),
    "settled": (_("调解成功"), _("其中已达成协议的，包括已履行完毕的。")),
    "failed": (_("调解不成"), _("其中调解不成、已引导去向的。")),
    "rate": (_("调解成功率"), _("调解成功的，除以调解成功与调解不成之和；还在调解的不算。")),
    "sessions": (_("平均调解次数"), _("已有结果的纠纷里，已进行的调解次数除以纠纷数。")),
}


@dataclass(frozen=True)
class Line:
    """One place or month. ``is_hidden``: too few to tell."""

    key: str
    title: Text
    taken_up: int = 0
    settled: int = 0
    failed: int = 0
    held: int = 0
    is_hidden: bool = False

    @property
    def decided(self) -> int:
        return self.settled + self.failed

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.settled, self.decided) if self.decided else None

    @property
    def sessions(self) -> Fraction | None:
        return Fraction(self.held, self.decided) if self.decided else None


@dataclass(frozen=True)
class Table:
    lines: Sequence[Line]
    total: Line


def by_place(place: Place, first: datetime.date, last: datetime.date) -> Table:
    """The places right below, each with what was taken up there. Three queries."""
    level = BELOW[Level(place.level)]
    below = Place.objects.inside(place.code).filter(level=level).order_by("code")
    titles = {one.code: one.short_name for one in below}
    return _table(place, _disputes(place, first, last), Left("path", CODE_LENGTHS[level]), titles)


def by_month(place: Place, first: datetime.date, last: datetime.date) -> Table:
    """Two queries."""
    month = TruncMonth("created_at", tzinfo=timezone.get_default_timezone())
    return _table(place, _disputes(place, first, last), month, None)


def _disputes(place: Place, first: datetime.date, last: datetime.date) -> QuerySet[Dispute]:
    begins, ends = span(first, last)
    return Dispute.objects.inside(place.code).filter(created_at__gte=begins, created_at__lt=ends).order_by()


def _table(place: Place, found: QuerySet[Dispute], key: Combinable, titles: Mapping[str, Text] | None) -> Table:
    counts = found.values(key=key).annotate(
        n_taken_up=Count("pk"),
        n_settled=Count("pk", filter=Q(state__in=SETTLED)),
        n_failed=Count("pk", filter=Q(state=DisputeState.FAILED)),
    )
    decided = found.filter(state__in=(*SETTLED, DisputeState.FAILED), sessions__state=SessionState.HELD)
    held = {_key(row["key"]): row["n_held"] for row in decided.values(key=key).annotate(n_held=Count("sessions"))}
    lines = {}
    for row in counts:
        code = _key(row["key"])
        title = titles.get(code, code) if titles is not None else code
        lines[code] = Line(code, title, row["n_taken_up"], row["n_settled"], row["n_failed"], held.get(code, 0))
    codes = list(titles) if titles is not None else sorted(lines)
    shown = [lines.get(code, Line(code, (titles or {}).get(code, code))) for code in codes]
    fewest = rules.FEWEST_DISPUTES.at(place.code)
    total = Line(
        "",
        _("合计"),
        **{
            name: sum(getattr(line, name) for line in lines.values())
            for name in ("taken_up", "settled", "failed", "held")
        },
    )
    return Table(_hidden(shown, fewest), replace(total, is_hidden=0 < total.taken_up < fewest))


def _key(value: object) -> str:
    return f"{timezone.localtime(value):%Y-%m}" if isinstance(value, datetime.datetime) else str(value)


def _hidden(lines: Sequence[Line], fewest: int) -> list[Line]:
    """Every line that tells of few, and where that is only one, the smallest of the others."""
    few = {line.key for line in lines if 0 < line.taken_up < fewest}
    rest = sorted((line for line in lines if line.taken_up >= fewest), key=lambda line: line.taken_up)
    if len(few) == 1 and rest:
        few.add(rest[0].key)
    return [replace(line, is_hidden=line.key in few) for line in lines]
