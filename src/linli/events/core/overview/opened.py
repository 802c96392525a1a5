"""The open events that somebody may see: the one place where board and map get them."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from linli.events.core.catalogue import catalogue
from linli.events.core.filters import Filters
from linli.events.core.models import Event, EventQuerySet
from linli.events.core.states import OPEN, EventState
from linli.inbox.models import Task
from linli.kernel.problems import Text
from linli.people.actors import StaffActor


class OpenFilters(Filters):
    """The filters of the list, where only what is open is shown: a state that is none of the open ones is ignored."""

    def __init__(self, query: QueryDict, *, keep: Mapping[str, str] | None = None) -> None:
        super().__init__(query, catalogue.get().active, keep=keep)
        if self.values.get("state") not in OPEN:
            self.values.pop("state", None)

    @property
    def states(self) -> list[tuple[Text, str, bool]]:
        chips = [self.chip(EventState(state).label, "state", state) for state in OPEN]
        return [(chip.title, chip.address, chip.is_on) for chip in chips]


def open_events(actor: StaffActor, filters: OpenFilters) -> EventQuerySet:
    """What the actor's posts reach, what the filters leave, what is open."""
    return filters.apply(Event.objects.visible_to(actor)).still_open().order_by()


def late_ones(now: datetime.datetime | None = None) -> "QuerySet[Task, Any]":
    """For ``pk__in``: the events that are past their deadline. Not correlated, so that it is worked out once."""
    late = Task.objects.filter(record_kind=Event.kind, due_at__lte=now or timezone.now())
    return late.values("record_id")
