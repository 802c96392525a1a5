"""The filters above the list of events: what the address says, and the chips that change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.events.core.catalogue import catalogue
from linli.events.core.holding import HOLDINGS, held_in
from linli.events.core.models import Category, EventQuerySet
from linli.events.core.states import ENDED, OPEN, EventState
from linli.inbox.models import Task
from linli.kernel.problems import Text
from linli.people.staffing import unit_name
from linli.places.levels import is_code

NAMES = ("q", "state", "category", "place", "unit", "held", "late")
GROUPS: Mapping[str, tuple[Text, tuple[str, ...]]] = {"open": (_("未结"), OPEN), "ended": (_("已结"), ENDED)}


@dataclass(frozen=True)
class Chip:
    title: Text
    address: str
    is_on: bool


class Filters:
    """Read from a query string; what makes no sense in it is ignored, as if it were not there.

    ``keep`` is what else the page's own address holds.
    """

    def __init__(self, query: QueryDict, categories: list[Category], *, keep: Mapping[str, str] | None = None) -> None:
        self.keep = keep or {}
        self.values = {name: query.get(name, "").strip() for name in NAMES if query.get(name, "").strip()}
        self.categories = categories
        state = self.values.get("state", "")
        if state not in GROUPS and state not in EventState.values:
            self.values.pop("state", None)
        if self.values.get("category") not in {category.code for category in categories}:
            self.values.pop("category", None)
        if not is_code(self.values.get("place", "")):
            self.values.pop("place", None)
        if not self.unit_name:
            self.values.pop("unit", None)
        if self.values.get("held") not in HOLDINGS:
            self.values.pop("held", None)

    def apply(self, events: EventQuerySet) -> EventQuerySet:
        values = self.values
        if state := values.get("state"):
            events = events.filter(state__in=GROUPS[state][1] if state in GROUPS else (state,))
        if code := values.get("category"):
            chosen = next(category for category in self.categories if category.code == code)
            family = [c.pk for c in self.categories if chosen.pk in (c.pk, c.parent_id)]
            events = events.filter(category__in=family)
        if code := values.get("place"):
            events = events.inside(code)
        if unit := values.get("unit"):
            events = events.filter(lead_unit=UUID(unit))
        if held := values.get("held"):
            events = events.filter(held_in(held))
        if "late" in values:
            events = events.filter(pk__in=Task.objects.filter(due_at__lte=timezone.now()).values("record_id"))
        if words := values.get("q"):
            events = events.search(words)
        return events

    def address(self, **changes: str) -> str:
        """This page's address with ``changes``; an empty value leaves the filter out."""
        return _query({**self.keep, **self.values, **changes})

    def on(self, url_name: str, **changes: str) -> str:
        """The address of another page of events, with the same filters but for ``changes``."""
        return reverse(url_name) + _query(self.values | changes)

    def chip(self, title: Text, name: str, value: str) -> Chip:
        is_on = self.values.get(name) == value
        return Chip(title, self.address(**{name: "" if is_on else value}), is_on)

    @property
    def state_chips(self) -> list[Chip]:
        groups = [self.chip(title, "state", name) for name, (title, _states) in GROUPS.items()]
        return [*groups, self.late_chip]

    @property
    def late_chip(self) -> Chip:
        return self.chip(_("逾期"), "late", "1")

    @property
    def states(self) -> list[tuple[Text, str, bool]]:
        chips = [self.chip(label, "state", value) for value, label in EventState.choices]
        return [(chip.title, chip.address, chip.is_on) for chip in chips]

    @property
    def category_choices(self) -> list[tuple[Text, str, bool]]:
        """Main categories, each followed by its own."""
        ordered = [
            (c.name if c is main else f"　{c.name}", c)
            for main in self.categories
            if main.parent_id is None
            for c in [main, *(child for child in self.categories if child.parent_id == main.pk)]
        ]
        chips = [self.chip(title, "category", category.code) for title, category in ordered]
        return [(chip.title, chip.address, chip.is_on) for chip in chips]

    @property
    def chosen_state(self) -> Text:
        value = self.values.get("state", "")
        return EventState(value).label if value in EventState.values else ""

    @property
    def unit_name(self) -> str:
        return unit_name(self.values.get("unit", ""))

    @property
    def holding(self) -> Text:
        return HOLDINGS.get(self.values.get("held", ""), "")

    @property
    def chosen_category(self) -> str:
        return next((c.name for c in self.categories if c.code == self.values.get("category")), "")


def _query(values: Mapping[str, str]) -> str:
    return "?" + urlencode({name: value for name, value in values.items() if value})


def narrowed(events: EventQuerySet, query: QueryDict) -> EventQuerySet:
    """The list as the address says."""
    return Filters(query, catalogue.get().active).apply(events)
