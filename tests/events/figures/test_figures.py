"""Counters that follow every move, rates that are reckoned rightly, pages that open what is behind a figure."""

import contextlib
import datetime
import io
import random
import threading
from typing import Any

import pytest
import python_calamine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.events.core.flows import EVENT
from linli.events.core.models import Event
from linli.events.core.payloads import Dispatch, Evidence, Join, Rate
from linli.events.core.reporters import ReporterActor
from linli.events.figures import counting
from linli.events.figures.counting import count
from linli.events.figures.measures import MEASURES, RATES
from linli.events.figures.models import Figure, Uncounted
from linli.events.figures.tables import table
from linli.events.figures.verification import verify
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.problems import Problem
from linli.people.models import User
from linli.people.roles import Role
from linli.places.models import Place
from linli.places.recoding import recode
from tests.events import town as towns
from tests.events.town import Town
from tests.people.factories import signed_in
from tests.places.factories import make_place
from tests.races import at_once

NOTHING = Evidence(photos=[])


def make(town: Town, event: Event, name: str, user: User, **more: Any) -> Event:
    return EVENT.make(event, name, actor=town.actor(user), **more)


def closed(town: Town) -> Event:
    event = make(town, town.event(), "accept", town.worker)
    event = make(town, event, "dispatch", town.clerk, data=Dispatch(town.urban))
    event = make(town, event, "start", town.handler)
    event = make(town, event, "finish", town.handler, data=NOTHING, note="换了灯泡")
    event = make(town, event, "check", town.worker)
    return make(town, event, "close", town.clerk)


def counts(place: Place) -> dict[str, int]:
    """All that is counted at a place, over all months, without what is nothing."""
    count()
    rows = Figure.objects.filter(path=place.code)
    found = {name: sum(getattr(row, name) for row in rows) for name in MEASURES}
    return {name: number for name, number in found.items() if number}


def test_the_rates_of_the_handbook() -> None:
    """972 due to close, 911 closed, 737 of them on time."""
    rates = RATES
    numbers = dict.fromkeys(MEASURES, 0) | {"due": 972, "closed": 911, "closed_in_time": 737}
    share = {name: rates[name].value(numbers) for name in ("closed", "closed_in_time")}
    assert {name: f"{float(value or 0):.2%}" for name, value in share.items()} == {
        "closed": "93.72%",
        "closed_in_time": "75.82%",
    }
    assert rates["satisfied"].value(numbers) is None


def test_an_event_counts_at_its_grid_and_all_it_lies_in(town: Town) -> None:
    closed(town)
    whole = {
        *("reported", "accepted", "accepted_in_time", "dispatched", "dispatched_right"),
        *("due", "done", "done_in_time", "closed", "closed_in_time", "at_district"),
    }
    for code in (towns.DISTRICT, towns.SUBDISTRICT, towns.COMMUNITY, towns.GRID):
        assert counts(Place.objects.get(code=code)) == dict.fromkeys(whole, 1)
    assert verify() == []


def test_counters_follow_reopening_joining_splitting_and_withdrawing(town: Town) -> None:
    event = closed(town)
    assert counts(town.grid)["closed"] == 1
    again = EVENT.make(event, "reopen", actor=ReporterActor(record_id=event.pk), note="还不亮")
    assert counts(town.grid) == {"reported": 1, "accepted": 1, "accepted_in_time": 1, "reopened": 1}
    twin = make(town, town.event(), "join", town.worker, data=Join(again))
    assert counts(town.grid)["joined"] == 1
    assert counts(town.grid)["reported"] == 1
    twin = make(town, twin, "split", town.clerk, note="另一盏")
    assert counts(town.grid)["reported"] == 2
    EVENT.make(twin, "withdraw", actor=ReporterActor(record_id=twin.pk))
    assert counts(town.grid)["reported"] == 1
    assert verify() == []


def test_solved_on_the_spot_never_left_the_grid(town: Town) -> None:
    event = make(town, town.event(), "solve", town.worker, data=NOTHING, note="拧紧了")
    EVENT.make(event, "rate", actor=ReporterActor(record_id=event.pk), data=Rate(5, ""))
    found = counts(town.grid)
    assert (found["at_grid"], found["closed_in_time"], found["rated"], found["satisfied"]) == (1, 1, 1, 1)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_in_whatever_order_the_counters_are_right(town: Town, seed: int) -> None:
    chance = random.Random(seed)
    people = [town.worker, town.clerk, town.dispatcher, town.handler]
    events = [town.event() for _ in range(6)]
    for _ in range(70):
        event = Event.objects.get(pk=chance.choice(events).pk)
        actor: Actor = ReporterActor(record_id=event.pk) if chance.random() < 0.2 else town.actor(chance.choice(people))
        offers = [offer.move.name for offer in EVENT.available(event, actor) if offer.move.name in DATA]
        if not offers:
            continue
        name = chance.choice(offers)
        try:
            EVENT.make(event, name, actor=actor, data=DATA[name](town, chance.choice(events)), note="说明")
        except Problem:
            continue
        if chance.random() < 0.3:
            count()
    assert len(set(Event.objects.values_list("state", flat=True))) > 1
    assert verify() == []


DATA: dict[str, Any] = {
    **dict.fromkeys(
        ("accept", "start", "check", "rework", "close", "send_back", "raise", "hand_down"), lambda *_: None
    ),
    **dict.fromkeys(("reject", "reopen", "withdraw", "split"), lambda *_: None),
    **dict.fromkeys(("solve", "finish"), lambda *_: NOTHING),
    "dispatch": lambda town, _event: Dispatch(town.urban),
    "join": lambda _town, event: Join(event),
    "rate": lambda *_: Rate(3, ""),
}


def test_a_touched_counter_is_named(town: Town) -> None:
    closed(town)
    count()
    Figure.objects.filter(path=towns.COMMUNITY, closed=1).update(closed=3)
    faults = verify()
    assert len(faults) == 1
    assert towns.COMMUNITY in faults[0]
    assert "closed is 3, the events say 1" in faults[0]


def test_counting_twice_counts_once(town: Town) -> None:
    closed(town)
    assert count() == 1
    assert count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_an_event_whose_act_is_not_committed_yet_is_counted_later() -> None:
    """Numbers and ids are older than the commit: a cursor over them would pass the event by for ever."""
    town = towns.build()
    with transaction.atomic():
        first = town.event()
        (later,) = at_once(lambda: (town.event(), count())[1])
        assert later == 1
    assert first.number < Event.objects.latest("pk").number
    assert count() == 1
    assert counts(town.grid)["reported"] == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("is_locked", [True, False])
def test_two_workers_count_at_once(monkeypatch: pytest.MonkeyPatch, is_locked: bool) -> None:
    """The same events noted in two batches: with the lock one waits, without it the database stops the second."""
    town = towns.build()
    events = [town.event().pk for _ in range(30)]
    count()
    Event.objects.filter(pk__in=events).update(is_accepted_in_time=True)
    Event.objects.filter(pk__in=events).update(is_accepted_in_time=False)
    notes = list(Uncounted.objects.order_by("pk").values_list("pk", flat=True))
    halves = [notes[:30], notes[30:]]

    def take() -> int:
        half = halves.pop() if halves else []
        return Uncounted.objects.filter(pk__in=half).update(is_taken=True)

    monkeypatch.setattr(counting, "_take", take)
    if not is_locked:
        monkeypatch.setattr(counting, "_let_one_count", lambda: None)
    both = threading.Barrier(2)
    whole = counting._put_down

    def put_down(rows: Any) -> int:
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(timeout=1)
        return whole(rows)

    monkeypatch.setattr(counting, "_put_down", put_down)
    if is_locked:
        assert sum(at_once(count, count)) == 60
        monkeypatch.undo()
        assert verify() == []
    else:
        assert [outcome for outcome in at_once(count, count) if isinstance(outcome, IntegrityError)] != []


def _months() -> tuple[datetime.date, datetime.date]:
    today = timezone.localdate().replace(day=1)
    return today - datetime.timedelta(days=62), today.replace(year=today.year + 1)


@pytest.mark.parametrize("by", ["place", "category", "unit", "month"])
def test_however_grouped_the_sum_is_the_same_with_as_many_queries(town: Town, by: str) -> None:
    for _ in range(3):
        closed(town)
    count()
    first, last = _months()
    with CaptureQueriesContext(connection) as queries:
        found = table(town.district, by, first.replace(day=1), last, category=None)
    assert len(queries) <= 4
    assert (found.total.counts["reported"], found.total.counts["closed"]) == (3, 3)


def test_what_few_people_said_is_not_told(town: Town) -> None:
    for _ in range(4):
        event = make(town, town.event(), "solve", town.worker, data=NOTHING, note="拧紧了")
        EVENT.make(event, "rate", actor=ReporterActor(record_id=event.pk), data=Rate(1, ""))
    count()
    client = signed_in(town.clerk)
    assert "评价少" in client.get("/figures/").content.decode()
    event = make(town, town.event(), "solve", town.worker, data=NOTHING, note="拧紧了")
    EVENT.make(event, "rate", actor=ReporterActor(record_id=event.pk), data=Rate(5, ""))
    count()
    page = client.get("/figures/").content.decode()
    assert "评价少" not in page
    assert "20.00%" in page


def test_a_figure_opens_the_records_behind_it(town: Town) -> None:
    event = closed(town)
    count()
    client = signed_in(town.clerk)
    page = client.get(f"/figures/records/?measure=closed&place={towns.COMMUNITY}&to=2027-12").content.decode()
    assert event.number in page
    assert event.number not in client.get("/figures/records/?measure=reworked").content.decode()
    assert client.get("/figures/records/?measure=password").status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("?by=nonsense&category=none", 200),
        ("?place=430211002002", 404),
        ("?place=1; DROP", 404),
        ("?place=430211", 404),
        ("?from=2026-13", 422),
        ("?from=2016-01&to=2026-01", 422),
        ("?from=2026-05&to=2026-01", 422),
    ],
)
def test_what_cannot_be_asked_gets_a_clear_answer(town: Town, query: str, status: int) -> None:
    assert signed_in(town.clerk).get(f"/figures/{query}").status_code == status


def test_the_workbook_holds_the_counts(town: Town) -> None:
    closed(town)
    count()
    chief = towns.user("区中心")
    towns.post(chief, Role.DISPATCHER, town.district)
    content = b"".join(signed_in(chief).get("/figures/export/?to=2027-12"))
    rows = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][1] == "上报"
    assert rows[-1][1] == 1


def test_a_community_that_changes_its_subdistrict_takes_its_figures_along(town: Town) -> None:
    closed(town)
    count()
    other = make_place("430211003")
    recode(town.community, "430211003001", on=timezone.localdate(), actor=SYSTEM)
    assert counts(other)["closed"] == 1
    assert counts(Place.objects.get(code=towns.SUBDISTRICT)) == {}
    assert verify() == []
