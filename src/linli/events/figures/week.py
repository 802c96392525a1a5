"""What was done in the last seven days, for everybody to see: numbers by community and by category, two queries."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, Q
from django.utils import timezone

from linli.events.core.openness import public_events
from linli.events.core.states import EventState
from linli.events.figures.measures import MEASURES
from linli.kernel.ids import first_id
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.placed import Beginning

WEEK = datetime.timedelta(days=7)
LENGTH = CODE_LENGTHS[Level.COMMUNITY]


@dataclass
class Done:
    """``in_time``: those of the closed that were closed before their time was over."""

    reported: int = 0
    closed: int = 0
    in_time: int = 0

    def add(self, **counts: int) -> None:
        for name, count in counts.items():
            setattr(self, name, getattr(self, name) + count)

    @property
    def share(self) -> int | None:
        """Per cent closed in time."""
        return self.in_time * 100 // self.closed if self.closed else None


@dataclass
class Week:
    total: Done = field(default_factory=Done)
    by_community: dict[str, Done] = field(default_factory=dict)
    by_category: dict[str, Done] = field(default_factory=dict)

    def _add(self, community: str, category: str, **counts: int) -> None:
        self.total.add(**counts)
        self.by_community.setdefault(community, Done()).add(**counts)
        self.by_category.setdefault(category, Done()).add(**counts)


def week_of(communities: Iterable[str]) -> Week:
    """The last seven days at the communities with these codes; what is joined to another is not counted twice."""
    since, codes = timezone.now() - WEEK, list(communities)
    events = public_events().annotate(community=Beginning("path", length=str(LENGTH))).filter(community__in=codes)
    groups = ("community", "category__name")
    reported = events.filter(MEASURES["reported"].where, pk__gte=first_id(since), created_at__gte=since)
    closed = events.filter(state=EventState.CLOSED, joined_to=None, ended_at__gte=since)
    week = Week()
    for community, category, count in reported.order_by().values_list(*groups).annotate(n=Count("pk")):
        week._add(community, category, reported=count)
    in_time = Count("pk", filter=Q(ended_at__lte=F("close_due")))
    for community, category, count, kept in (
        closed.order_by().values_list(*groups).annotate(n=Count("pk"), in_time=in_time)
    ):
        week._add(community, category, closed=count, in_time=kept)
    return week
