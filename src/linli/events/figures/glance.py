"""The month of one's own place, in a line on the morning's page."""

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.events.core.policies import SEEING
from linli.events.figures.measures import RATES
from linli.events.figures.models import Figure, FigureDay
from linli.kernel.actor import Actor
from linli.kernel.problems import Text
from linli.kernel.registry import Glance
from linli.places.levels import LEVELS_BY_LENGTH, Level

CLOSED = RATES["closed"]
TITLES: Mapping[Level, Text] = {
    Level.GRID: _("我的网格：本月结案率"),
    Level.COMMUNITY: _("我的社区：本月结案率"),
    Level.SUBDISTRICT: _("我的街道：本月结案率"),
    Level.DISTRICT: _("全区：本月结案率"),
}


def month_of(actor: Actor) -> Glance | None:
    """How much of what is due this month is closed, beside last month as it stood on the same day. Two queries."""
    own = next((s for s in actor.standings if s.role in SEEING and s.on_behalf_of is None and s.code), None)
    title = TITLES.get(LEVELS_BY_LENGTH.get(len(own.code), Level.DWELLING)) if own else None
    if own is None or title is None:
        return None
    today = timezone.localdate()
    counts = Figure.objects.filter(path=own.code, month=today.replace(day=1)).aggregate(
        due=Sum("due"), closed=Sum("closed")
    )
    share = CLOSED.value({name: counts[name] or 0 for name in ("due", "closed")})
    if share is None:
        return None
    before = _stood(own.place_id, same_day_last_month(today))
    return Glance(title, share, before, _("上月同期"), f"{reverse('figures')}?place={own.code}")


def same_day_last_month(day: datetime.date) -> datetime.date:
    """The same day of the month before, or its last one."""
    last = day.replace(day=1) - datetime.timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _stood(place_id: Any, day: datetime.date) -> Fraction | None:
    row = FigureDay.objects.filter(place=place_id, day=day).values("due", "closed").first()
    return CLOSED.value({"due": row["due"], "closed": row["closed"]}) if row else None
