"""What is counted and which rates are told, each with its definition: the only place that says so.

The counters, their verification and the records behind a figure all use the conditions given here.
The rates are those that urban management reports; the clock starts at dispatch.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.events.core.states import EventState
from linli.kernel.problems import Text
from linli.places.levels import Level

REPORTED_IN, DUE_IN = "created_at", "close_due"
"""By which moment an event belongs to a month: when it was reported, or when it has to be closed."""
SATISFIED_FROM = 4


@dataclass(frozen=True)
class Measure:
    """A count. ``name`` is a column of ``Figure``; ``month_of`` is the event's moment that says in which month."""

    name: str
    title: Text
    where: Q
    month_of: str = REPORTED_IN


_counted = Q(is_confidential=False)
"""Of what is confidential not even a number is told: a single dispute at a place would be known by its count."""
_alone = Q(joined_to=None)
_dispatched = _alone & (Q(dispatched_at__isnull=False) | Q(sent_back__gt=0))
_due = _alone & Q(close_due__isnull=False) & ~Q(state__in=(EventState.REJECTED, EventState.WITHDRAWN))
_orders = Q(their_due__isnull=False, ended_at__isnull=False)
_closed = _due & Q(state=EventState.CLOSED)

MEASURES: Mapping[str, Measure] = {
    measure.name: replace(measure, where=_counted & measure.where)
    for measure in (
        Measure("reported", pgettext_lazy("column", "上报"), _alone & ~Q(state=EventState.WITHDRAWN)),
        Measure("joined", _("并入别的事件"), ~_alone),
        Measure("rejected", _("不予受理的"), Q(state=EventState.REJECTED)),
        Measure("accepted", pgettext_lazy("column", "受理"), _alone & Q(is_accepted_in_time__isnull=False)),
        Measure("accepted_in_time", _("按期受理"), _alone & Q(is_accepted_in_time=True)),
        Measure("dispatched", _("派单的"), _dispatched),
        Measure("dispatched_right", _("一次派准"), _dispatched & Q(sent_back=0)),
        Measure("reopened", _("要求重办的"), Q(reopened__gt=0)),
        Measure("rated", _("上报人评价过"), Q(rating__isnull=False)),
        Measure("satisfied", _("满意"), Q(rating__gte=SATISFIED_FROM)),
        Measure("due", _("应结案"), _due, DUE_IN),
        Measure("done", _("办结的"), _due & Q(is_done_in_time__isnull=False), DUE_IN),
        Measure("done_in_time", _("按期办结"), _due & Q(is_done_in_time=True), DUE_IN),
        Measure("closed", _("已结案的"), _closed, DUE_IN),
        Measure("closed_in_time", _("按期结案"), _closed & Q(ended_at__lte=F("close_due")), DUE_IN),
        Measure("reworked", _("核查返工"), _due & Q(reworked__gt=0), DUE_IN),
        Measure("extended", _("延过期"), _due & Q(extended__gt=0), DUE_IN),
        Measure("at_grid", _("网格内解决"), _closed & Q(highest=Level.GRID), DUE_IN),
        Measure("at_community", _("社区内解决"), _closed & Q(highest=Level.COMMUNITY), DUE_IN),
        Measure("at_subdistrict", _("街道内解决"), _closed & Q(highest=Level.SUBDISTRICT), DUE_IN),
        Measure("at_district", _("到区一级"), _closed & Q(highest=Level.DISTRICT), DUE_IN),
        Measure("orders", _("办结的热线工单"), _orders),
        Measure("orders_in_time", _("在平台期限内办结"), _orders & Q(ended_at__lte=F("their_due"))),
    )
}


@dataclass(frozen=True)
class Rate:
    """One count among another."""

    name: str
    title: Text
    of: tuple[str, ...]
    among: str
    definition: Text
    is_about_people: bool = False

    def numerator(self, counts: Mapping[str, int]) -> int:
        return sum(counts[name] for name in self.of)

    def value(self, counts: Mapping[str, int]) -> Fraction | None:
        """A share of one; None where there is nothing to divide by."""
        return Fraction(self.numerator(counts), counts[self.among]) if counts[self.among] else None


def _rate(name: str, title: Text, of: str, among: str, definition: Text, *, is_about_people: bool = False) -> Rate:
    return Rate(name, title, tuple(of.split()), among, definition, is_about_people)


_RATES = (
    _rate("closed", _("结案率"), "closed", "due", _("结案期限在这段时间内的事件中，已经结案的。")),
    _rate("closed_in_time", _("按期结案率"), "closed_in_time", "due", _("同上，其中按期结案的。")),
    _rate("done", _("处置率"), "done", "due", _("结案期限在这段时间内的事件中，承办单位已经办结的。")),
    _rate("done_in_time", _("按期处置率"), "done_in_time", "due", _("同上，其中按期办结的；延期后按新的期限算。")),
    _rate("accepted_in_time", _("按期受理率"), "accepted_in_time", "accepted", _("受理的事件中，在时限内受理的。")),
    _rate("dispatched_right", _("派单准确率"), "dispatched_right", "dispatched", _("派过单的事件中，从未被退回的。")),
    _rate("reworked", _("返工率"), "reworked", "due", _("应结案的事件中，核查时退回返工过的。")),
    _rate("extended", _("延期率"), "extended", "due", _("应结案的事件中，批准过延期的。")),
    _rate("reopened", _("重办率"), "reopened", "reported", _("上报的事件中，上报人要求重办过的。")),
    _rate(
        "satisfied",
        _("满意率"),
        "satisfied",
        "rated",
        _("上报人评价过的事件中，四星和五星的；评价太少时不显示。"),
        is_about_people=True,
    ),
    _rate("in_grid", _("不出网格"), "at_grid", "closed", _("已结案的事件中，最高只到网格的。")),
    _rate(
        "orders_in_time",
        _("热线按期率"),
        "orders_in_time",
        "orders",
        _("这段时间内来的、已经办结的热线工单中，在平台期限内办结的。"),
    ),
    _rate("in_community", _("不出社区"), "at_grid at_community", "closed", _("已结案的事件中，最高只到社区的。")),
)
RATES: Mapping[str, Rate] = {rate.name: rate for rate in _RATES}
