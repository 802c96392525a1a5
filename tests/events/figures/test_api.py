"""Figures for programs, what is behind each rate, and how whistles were answered."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.events.core.flows import EVENT
from linli.events.core.models import Event, WhistleAnswer
from linli.events.core.parts.flows import WHISTLE
from linli.events.core.payloads import Evidence, Rate, Units
from linli.events.core.reporters import ReporterActor
from linli.events.figures import whistles
from linli.events.figures.counting import count
from linli.events.figures.days import keep, keep_today
from linli.events.figures.glance import month_of, same_day_last_month
from linli.events.figures.models import FigureDay
from linli.people.models import User
from linli.people.roles import Role
from linli.places.models import Place
from tests.events import town as towns
from tests.events.core.api import program
from tests.events.town import Town
from tests.people.factories import signed_in

FAR = {"from": "2026-01", "to": "2027-12"}


def solved(town: Town, stars: int | None = None) -> Event:
    event = EVENT.make(town.event(), "solve", actor=town.actor(town.worker), data=Evidence([]), note="拧紧了")
    return EVENT.make(event, "rate", actor=ReporterActor(record_id=event.pk), data=Rate(stars, "")) if stars else event


def figures(user: User, **asked: Any) -> Any:
    return program(user).get("figures", **(FAR | asked))


def test_each_rate_comes_with_its_definition_numerator_and_denominator(town: Town) -> None:
    solved(town)
    town.event()
    count()
    found = figures(town.clerk, by="month").json()
    rates = {rate["name"]: rate for rate in found["rates"]}
    assert rates["in_community"]["numerator"] == ["at_grid", "at_community"]
    assert rates["closed"]["denominator"] == "due"
    assert rates["closed"]["definition"]
    assert found["total"]["rates"]["closed"] == {
        "value": 1.0,
        "numerator": 1,
        "denominator": 1,
        "is_suppressed": False,
    }
    assert found["total"]["counts"]["reported"] == 2
    assert found["place"]["code"] == towns.COMMUNITY


def test_the_same_sums_as_on_the_page_however_grouped(town: Town) -> None:
    for _ in range(3):
        solved(town)
    count()
    for by in ("place", "category", "unit", "month"):
        found = figures(town.clerk, by=by).json()
        assert sum(line["counts"]["closed"] for line in found["lines"]) == found["total"]["counts"]["closed"] == 3


def test_what_few_people_said_is_not_told_to_programs_either(town: Town) -> None:
    for _ in range(4):
        solved(town, stars=1)
    count()
    found = figures(town.clerk).json()["total"]
    assert found["rates"]["satisfied"] == {
        "value": None,
        "numerator": None,
        "denominator": None,
        "is_suppressed": True,
    }
    assert not {"rated", "satisfied"} & set(found["counts"])
    solved(town, stars=5)
    count()
    assert figures(town.clerk).json()["total"]["rates"]["satisfied"]["value"] == 0.2


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"place": "430211002002"}, 404),
        ({"from": "2016-01"}, 422),
        ({"from": "2026-13"}, 422),
        ({"by": "nonsense"}, 422),
        ({"category": "lamp"}, 200),
    ],
)
def test_what_cannot_be_asked_gets_a_clear_answer(town: Town, asked: dict[str, str], status: int) -> None:
    for path in ("figures", "figures/whistles") if "by" not in asked else ("figures",):
        assert program(town.clerk).get(path, **(FAR | asked)).status_code == status


def test_who_has_no_figures_on_the_pages_has_none_here(town: Town) -> None:
    assert figures(town.handler).status_code == 403
    assert program(town.handler).get("figures/whistles").status_code == 403


def test_a_fixed_number_of_queries(town: Town) -> None:
    for _ in range(3):
        solved(town)
    count()
    asker = program(town.clerk)
    asker.get("figures", **FAR)
    with CaptureQueriesContext(connection) as queries:
        asker.get("figures", **FAR)
    assert len(queries) <= 6


def test_a_rate_opens_what_is_above_and_below_the_line(town: Town) -> None:
    event = solved(town)
    count()
    client = signed_in(town.clerk)
    page = client.get("/figures/?to=2027-12").content.decode()
    assert "measure=at_grid+at_community" in page
    assert "measure=due" in page
    behind = "/figures/records/?from=2026-01&to=2027-12&measure="
    assert event.number in client.get(f"{behind}at_grid+at_community").content.decode()
    assert client.get(f"{behind}reported+due").status_code == 404, "one is of the month reported, one of the month due"


def whistled(town: Town, *units: Any) -> list[WhistleAnswer]:
    event = EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    EVENT.make(event, "whistle", actor=town.actor(town.clerk), data=Units(list(units)), note="来看")
    return list(WhistleAnswer.objects.filter(event=event).select_related("event"))


def counted(town: Town) -> dict[str, dict[str, int]]:
    found = whistles.table(town.district, datetime.date(2026, 1, 1), datetime.date(2026, 12, 1))
    return {str(line.title): dict(line.counts) for line in found.lines}


def test_a_whistle_is_answered_in_time_late_or_not_at_all(town: Town) -> None:
    with time_machine.travel("2026-11-18T02:00Z", tick=False) as clock:
        first, second = whistled(town, town.urban, town.power)
        ours = first if first.unit == town.urban else second
        WHISTLE.make(ours, "answer", actor=town.actor(town.handler))
        assert counted(town)["电力公司"] == {"called": 1, "in_time": 0, "missed": 0, "arrived": 0}
        clock.move_to("2026-11-20T02:00Z")
        assert counted(town) == {
            "电力公司": {"called": 1, "in_time": 0, "missed": 1, "arrived": 0},
            "区城管局": {"called": 1, "in_time": 1, "missed": 0, "arrived": 0},
        }


def test_answered_after_its_time_it_stays_missed(town: Town) -> None:
    with time_machine.travel("2026-11-18T02:00Z", tick=False) as clock:
        (ours,) = whistled(town, town.urban)
        clock.move_to("2026-11-20T02:00Z")
        ours = WHISTLE.make(ours, "answer", actor=town.actor(town.handler))
        WHISTLE.make(ours, "arrive", actor=town.actor(town.handler), note="到了")
        assert counted(town)["区城管局"] == {"called": 1, "in_time": 0, "missed": 1, "arrived": 1}


def test_let_go_when_it_was_late_already_it_stays_missed(town: Town) -> None:
    with time_machine.travel("2026-11-18T02:00Z", tick=False) as clock:
        (late,) = whistled(town, town.power)
        clock.move_to("2026-11-20T02:00Z")
        (early,) = whistled(town, town.power)
        for answer in (late, early):
            event = Event.objects.get(pk=answer.event_id)
            EVENT.make(event, "reject", actor=town.actor(town.clerk), note="不是我们的事")
        assert counted(town)["电力公司"] == {"called": 2, "in_time": 0, "missed": 1, "arrived": 0}


def test_from_a_whistle_figure_to_the_record(town: Town) -> None:
    whistled(town, town.power)
    client = signed_in(town.leader)
    page = client.get("/figures/whistles/?from=2026-01&to=2027-12").content.decode()
    assert f"measure=called&amp;unit={town.power.pk}" in page
    records = "/figures/whistles/records/?from=2026-01&to=2027-12&measure="
    part = WhistleAnswer.objects.get()
    assert f"/events/parts/{part.number}" in (found := client.get(f"{records}called").content.decode()) or (
        part.number in found
    )
    assert part.number not in client.get(f"{records}missed").content.decode()
    assert client.get(f"{records}nonsense").status_code == 404
    assert client.get(f"{records}called&unit=x").status_code == 404
    found = program(town.leader).get("figures/whistles", **FAR).json()
    assert [line["name"] for line in found["lines"]] == ["电力公司"]
    assert found["total"]["called"] == 1


def test_the_table_of_whistles_is_one_query(town: Town) -> None:
    for _ in range(3):
        whistled(town, town.urban, town.power)
    with CaptureQueriesContext(connection) as queries:
        counted(town)
    assert len(queries) == 1


def glance_of(town: Town, user: User) -> Any:
    return month_of(town.actor(user))


def test_a_morning_tells_the_month_beside_the_one_before(town: Town) -> None:
    solved(town)
    count()
    today = timezone.localdate()
    community = Place.objects.get(code=towns.COMMUNITY)
    assert glance_of(town, town.clerk).trend == 0
    keep(same_day_last_month(today), {community.pk: (4, 3)})
    found = glance_of(town, town.clerk)
    assert (float(found.share), float(found.before), found.trend) == (1.0, 0.75, 1)
    page = signed_in(town.clerk).get("/morning/").content.decode()
    assert "我的社区：本月结案率" in page
    assert "↗" in page
    assert f"/figures/?place={towns.COMMUNITY}" in page
    assert str(glance_of(town, town.worker).title) == "我的网格：本月结案率"
    assert str(glance_of(town, town.dispatcher).title) == "我的街道：本月结案率"


def test_a_deputy_is_told_of_their_own_place(town: Town) -> None:
    solved(town)
    count()
    today = timezone.localdate()
    towns.post(town.deputy, Role.COMMUNITY_WORKER, Place.objects.get(code="430211002002"))
    town.absent(town.clerk, today, today)
    assert glance_of(town, town.deputy) is None, "next door nothing is due"


def test_who_has_no_figures_is_told_nothing(town: Town) -> None:
    solved(town)
    count()
    assert glance_of(town, town.handler) is None
    assert "本月结案率" not in signed_in(town.handler).get("/morning/").content.decode()


def test_today_is_kept_again_and_again_as_one_row(town: Town) -> None:
    solved(town)
    count()
    assert keep_today() == 3
    solved(town)
    count()
    keep_today()
    rows = FigureDay.objects.filter(place__code=towns.COMMUNITY)
    assert [(row.day, row.due, row.closed) for row in rows] == [(timezone.localdate(), 2, 2)]
    assert not FigureDay.objects.filter(place__code=towns.GRID).exists()


@pytest.mark.parametrize(
    ("day", "before"), [("2026-03-31", "2026-02-28"), ("2026-11-25", "2026-10-25"), ("2026-01-15", "2025-12-15")]
)
def test_the_same_day_of_last_month(day: str, before: str) -> None:
    assert same_day_last_month(datetime.date.fromisoformat(day)) == datetime.date.fromisoformat(before)
