"""The board: open events in columns, by who has them or by state, the late ones first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from linli.events.core.flows import EVENT
from linli.events.core.holding import HOLDINGS, holding
from linli.events.core.models import Event, EventQuerySet
from linli.events.core.overview.opened import OpenFilters, late_ones, open_events
from linli.events.core.states import OPEN, EventState
from linli.flow.moves import Move
from linli.flow.showing import Row, rows_of
from linli.inbox.models import Task
from linli.kernel.problems import Text
from linli.people.actors import StaffActor
from linli.people.staffing import unit_name

UNIT, STATE = "unit", "state"
WAYS: Mapping[str, Text] = {UNIT: _("按经办方"), STATE: _("按状态")}
NAMES: Mapping[str, tuple[str, ...]] = {UNIT: ("lead_unit", "held"), STATE: ("state",)}
"""The columns of the query by which events are grouped."""
MOST_CARDS = 20
MOST_COLUMNS = 12
"""What more units have is told in figures: a board of forty columns is no board."""

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Card:
    row: Row[Event]
    move: Move | None
    """What the actor would do with it next."""


@dataclass(frozen=True)
class Column:
    title: Text
    count: int
    late: int
    address: str
    """The list with what is in this column."""
    cards: Sequence[Card] = ()

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


@dataclass(frozen=True)
class Board:
    columns: Sequence[Column]
    rest: Sequence[Column] = field(default=())
    """Without cards."""

    @property
    def count(self) -> int:
        return sum(column.count for column in (*self.columns, *self.rest))

    @property
    def late(self) -> int:
        return sum(column.late for column in (*self.columns, *self.rest))

    @property
    def events(self) -> list[Event]:
        return [card.row.record for column in self.columns for card in column.cards]


def board_of(actor: StaffActor, filters: OpenFilters, by: str) -> Board:
    """Five queries, however much is open: the figures, the keys of the cards, and the cards with task and place."""
    events = open_events(actor, filters)
    if by == UNIT:
        events = events.annotate(held=holding())
    names = NAMES[by]
    rows = events.values(*names).annotate(count=Count("pk"), late=Count("pk", filter=Q(pk__in=late_ones())))
    figures: dict[Key, tuple[int, int]] = {
        tuple(row[name] for name in names): (row["count"], row["late"]) for row in rows
    }
    keys = _in_order(figures, by)
    shown = set(keys[:MOST_COLUMNS])
    cards = _cards(events, names, shown, actor)
    columns = [_column(key, figures.get(key, (0, 0)), cards.get(key, ()), filters, by) for key in keys]
    return Board(columns[:MOST_COLUMNS], columns[MOST_COLUMNS:])


def _in_order(figures: Mapping[Key, tuple[int, int]], by: str) -> list[Key]:
    """States as the flow goes, also without any event; who has it from below, then the units with most late.

    Most who look at the board never see a dispute: without one there is no column for what is mediated.
    """
    if by == STATE:
        keys = [(state.value,) for state in OPEN]
        return [key for key in keys if key in figures or key != (EventState.MEDIATING,)]
    at = {held: number for number, held in enumerate(HOLDINGS)}

    def place(key: Key) -> tuple[int, int, int, str]:
        count, late = figures[key]
        return (at[key[1]], 0, 0, "") if key[0] is None else (len(at), -late, -count, str(key[0]))

    return sorted(figures, key=place)


def _cards(
    events: EventQuerySet, names: tuple[str, ...], shown: set[Key], actor: StaffActor
) -> Mapping[Key, list[Card]]:
    """The most urgent of each column. Only keys are put in order, the texts are fetched for those that are shown."""
    due = Task.objects.filter(pk=OuterRef("pk")).values("due_at")
    rank = Window(
        RowNumber(), partition_by=[F(name) for name in names], order_by=[F("due").asc(nulls_last=True), F("pk").asc()]
    )
    first = events.alias(due=Subquery(due)).annotate(rank=rank).filter(rank__lte=MOST_CARDS)
    found = {row[0]: (row[1], tuple(row[2:])) for row in first.values_list("pk", "rank", *names)}
    wanted: dict[UUID, tuple[int, Key]] = {pk: spot for pk, spot in found.items() if spot[1] in shown}
    cards: dict[Key, list[Card]] = defaultdict(list)
    shown_events = Event.objects.visible_to(actor).for_list().filter(pk__in=wanted)
    for row in sorted(rows_of(shown_events), key=lambda row: wanted[row.record.pk][0]):
        cards[wanted[row.record.pk][1]].append(Card(row, _next_move(row.record, actor)))
    return cards


def _next_move(event: Event, actor: StaffActor) -> Move | None:
    """The first of the table that takes it further."""
    moves = (offer.move for offer in EVENT.available(event, actor))
    return next((move for move in moves if move.target and not move.is_refusal), None)


def _column(key: Key, figures: tuple[int, int], cards: Sequence[Card], filters: OpenFilters, by: str) -> Column:
    if by == STATE:
        title: Text = EventState(key[0]).label
        changes = {"state": str(key[0])}
    elif key[0] is None:
        title, changes = HOLDINGS[key[1]], {"held": key[1]}
    else:
        title, changes = unit_name(str(key[0])), {"unit": str(key[0])}
    address = filters.on("events", **({"state": "open"} | filters.values | changes))
    return Column(title, *figures, address, cards)
