"""The board: everything open in columns, the late first."""

import datetime
import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.events.core.flows import EVENT
from linli.events.core.models import Event
from linli.events.core.overview import board
from linli.events.core.overview.opened import OpenFilters
from linli.inbox.models import Task
from linli.people.models import User
from linli.places.models import Place
from tests.events.town import Town
from tests.people.factories import signed_in


def dispatched(town: Town, **more: Any) -> Event:
    event = EVENT.make(town.event(**more), "accept", actor=town.actor(town.worker))
    form = EVENT.moves["dispatch"].form
    assert form is not None
    filled = form({"unit": str(town.urban.pk)}, record=event, actor=town.actor(town.clerk))
    assert filled.is_valid()
    return EVENT.make(event, "dispatch", actor=town.actor(town.clerk), data=filled.payload())


def due(event: Event, hours: float) -> None:
    """Let the event be due so many hours from now."""
    at = timezone.now() + datetime.timedelta(hours=hours)
    Task.objects.filter(pk=event.pk).update(due_at=at, warn_at=at - datetime.timedelta(minutes=5))


def board_of(town: Town, user: User, query: str = "", by: str = "unit") -> board.Board:
    return board.board_of(town.actor(user), OpenFilters(QueryDict(query)), by)


def figures(found: board.Board) -> dict[str, tuple[int, int]]:
    return {str(column.title): (column.count, column.late) for column in (*found.columns, *found.rest)}


def test_columns_are_who_has_it_and_once_dispatched_the_lead_unit(town: Town) -> None:
    town.event()
    EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    late = dispatched(town)
    due(late, -3)
    done = EVENT.make(dispatched(town), "start", actor=town.actor(town.handler))
    closed = town.event()
    EVENT.make(closed, "reject", actor=town.actor(town.worker), note="重复")
    assert figures(board_of(town, town.dispatcher)) == {"在网格": (1, 0), "在社区": (1, 0), "区城管局": (2, 1)}
    assert [str(column.title) for column in board_of(town, town.dispatcher).columns] == ["在网格", "在社区", "区城管局"]
    cards = board_of(town, town.dispatcher).columns[-1].cards
    assert [card.row.record for card in cards] == [late, done]
    assert cards[0].row.waiting.tone == "late"


def test_what_nobody_below_has_is_at_a_desk(town: Town) -> None:
    town.event(place=Place.objects.get(code="430211002"))
    assert figures(board_of(town, town.dispatcher)) == {"在分流员": (1, 0)}


def test_states_are_all_there_in_the_order_of_the_flow(town: Town) -> None:
    event = town.event()
    found = board_of(town, town.clerk, by="state")
    assert [str(column.title) for column in found.columns][:2] == ["待受理", "待派单"]
    assert [column.count for column in found.columns] == [1, 0, 0, 0, 0, 0]
    assert found.columns[0].cards[0].move == EVENT.moves["accept"]
    assert board_of(town, town.leader, by="state").columns[0].cards[0].move is None
    assert found.columns[0].cards[0].row.record == event


def test_filters_hold_and_states_that_are_not_open_are_ignored(town: Town) -> None:
    due(town.event(), -1)
    town.event()
    assert board_of(town, town.clerk, "late=1").count == 1
    assert board_of(town, town.clerk, "state=closed").count == 2
    assert board_of(town, town.clerk, "state=accepted").count == 0
    assert board_of(town, town.clerk, "category=facilities").count == 2
    assert board_of(town, town.clerk, "place=430211002001003").count == 2
    assert board_of(town, town.clerk, "unit=x&held=x&category=x&place=x").count == 2


def test_the_rest_of_a_column_is_a_list_of_just_that(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "MOST_CARDS", 2)
    for hours in (5, 1, 3):
        due(dispatched(town, text=f"{hours} 小时后到期"), hours)
    town.event()
    browser = signed_in(town.clerk)
    page = browser.get(reverse("event_board"), {"by": "unit"}).content.decode()
    assert "还有 1 件" in page
    assert page.index("1 小时后到期") < page.index("3 小时后到期")
    assert "5 小时后到期" not in page
    columns = board_of(town, town.clerk).columns
    assert [_rows(browser, column.address) for column in columns] == [column.count for column in columns] == [1, 3]
    states = board_of(town, town.clerk, by="state").columns
    assert [_rows(browser, column.address) for column in states] == [column.count for column in states]


def _rows(browser: Client, address: str) -> int:
    return browser.get(address).content.decode().count("<tr data-row")


def test_more_units_than_fit_are_told_in_figures(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "MOST_COLUMNS", 1)
    town.event()
    dispatched(town)
    found = board_of(town, town.clerk)
    assert [str(column.title) for column in found.rest] == ["区城管局"]
    assert (found.count, found.rest[0].cards) == (2, ())
    page = signed_in(town.clerk).get(reverse("event_board"), {"by": "unit"}).content.decode()
    assert "其他单位" in page
    assert page.count("board-card ") + page.count('"board-card"') == 1


def test_each_sees_only_their_own(town: Town) -> None:
    event, led = town.event(), dispatched(town)
    assert board_of(town, town.stranger).count == 0
    assert board_of(town, town.handler).events == [led]
    assert {e.number for e in board_of(town, town.clerk).events} == {event.number, led.number}
    page = signed_in(town.stranger).get(reverse("event_board")).content.decode()
    assert event.number not in page
    assert "没有未结的事件" in page


def test_who_works_for_a_unit_begins_with_the_states(town: Town) -> None:
    dispatched(town)
    handlers = signed_in(town.handler).get(reverse("event_board")).content.decode()
    assert re.search(r'by=state"[^>]*aria-current="true"', handlers)
    clerks = signed_in(town.clerk).get(reverse("event_board"), {"by": "nonsense"}).content.decode()
    assert re.search(r'by=unit"[^>]*aria-current="true"', clerks)


@pytest.mark.parametrize("by", ["unit", "state"])
def test_the_board_costs_the_same_however_much_is_open(town: Town, by: str, django_assert_max_num_queries: Any) -> None:
    browser, address = signed_in(town.clerk), reverse("event_board")
    town.event()
    dispatched(town)
    browser.get(address, {"by": by})
    with django_assert_max_num_queries(12) as few:
        browser.get(address, {"by": by})
    for _ in range(25):
        town.event()
        dispatched(town)
    with django_assert_max_num_queries(len(few.captured_queries)):
        browser.get(address, {"by": by})
