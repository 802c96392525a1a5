"""Which figures somebody asks for: a place, some months, a grouping; read from the address, sensible without."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.events.core.catalogue import catalogue
from linli.events.core.models import Category
from linli.events.core.policies import SEEING
from linli.kernel.actor import Actor
from linli.kernel.problems import Invalid, NotFound, Text
from linli.places.levels import Level, is_code
from linli.places.models import Place

MOST_MONTHS = 36
BY: Mapping[str, Text] = {
    "place": pgettext_lazy("figures by", "地点"),
    "category": pgettext_lazy("figures by", "类别"),
    "unit": pgettext_lazy("figures by", "主办单位"),
    "month": pgettext_lazy("figures by", "月份"),
}
BELOW = {
    Level.DISTRICT: Level.SUBDISTRICT,
    Level.SUBDISTRICT: Level.COMMUNITY,
    Level.COMMUNITY: Level.GRID,
    Level.GRID: Level.GRID,
}


def span(first: datetime.date, last: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    """The moments at which the month ``first`` begins and after which ``last`` is over."""
    zone = timezone.get_default_timezone()
    after = (last.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    return (
        datetime.datetime.combine(first, datetime.time(), zone),
        datetime.datetime.combine(after, datetime.time(), zone),
    )


@dataclass(frozen=True)
class FiguresQuery:
    """``first`` and ``last`` are the first days of months."""

    place: Place
    by: str
    first: datetime.date
    last: datetime.date
    category: Category | None
    is_whole: bool
    """All rates, instead of those that come first."""

    def address(self, **changes: str) -> str:
        values = {
            "place": self.place.code,
            "by": self.by,
            "from": f"{self.first:%Y-%m}",
            "to": f"{self.last:%Y-%m}",
            "category": self.category.code if self.category else "",
            "whole": "1" if self.is_whole else "",
        }
        return "?" + urlencode({name: value for name, value in (values | changes).items() if value})


def read_query(query: QueryDict, actor: Actor) -> FiguresQuery:
    """Raises NotFound for a place that the actor's posts do not reach, Invalid for months that are none."""
    by = query.get("by", "")
    categories = {category.code: category for category in catalogue.get().all}
    today = timezone.localdate().replace(day=1)
    first = _month(query.get("from", "")) or (today.replace(day=1) - datetime.timedelta(days=150)).replace(day=1)
    last = _month(query.get("to", "")) or today
    if last < first or (last.year - first.year) * 12 + last.month - first.month >= MOST_MONTHS:
        raise Invalid(_("请选 1 至 %(most)s 个月，起月不晚于止月") % {"most": MOST_MONTHS}, code="months_out_of_range")
    return FiguresQuery(
        place=_place(query.get("place", ""), actor),
        by=by if by in BY else "place",
        first=first,
        last=last,
        category=categories.get(query.get("category", "")),
        is_whole=query.get("whole") == "1",
    )


def _place(code: str, actor: Actor) -> Place:
    """One of the actor's, by default the largest that figures are kept for."""
    reach = actor.codes(*SEEING)
    code = code or (reach[0] if reach else "")
    if not is_code(code) or not any(code.startswith(own) for own in reach):
        raise NotFound()
    place = Place.objects.with_line().filter(code=code, level__in=BELOW).first()
    if place is None:
        raise NotFound()
    return place


def _month(text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise Invalid(_("请按 2026-11 的样子填写月份"), code="no_month") from None
