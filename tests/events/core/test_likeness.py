"""Was it reported already? Asked while somebody reports; residents hear of others without hearing what they said."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.events.core import rules
from linli.events.core.flows import EVENT
from linli.events.core.likeness.told import middle_of, reported_near
from linli.events.core.models import Category, Event, Photo
from linli.events.core.payloads import Evidence, Join, Same
from linli.events.core.reporters import ReporterActor
from linli.events.core.states import EventState
from linli.kernel.problems import Conflict, Forbidden
from linli.places.models import RuleOverride
from linli.places.rules import overrides
from tests.events.core.api import program
from tests.events.town import COMMUNITY, Town
from tests.people.factories import signed_in

POINT = {"lat": 27.8275, "lon": 113.0823}
NEAR = {"lat": 27.82786, "lon": 113.0823}
FAR = {"lat": 27.8375, "lon": 113.0823}
WORDS = "三栋门口路灯不亮"
REPORT, PIECE = f"/c/{COMMUNITY}/report/", f"/c/{COMMUNITY}/report/similar/"


def typed(**more: Any) -> dict[str, Any]:
    return {"category": "lamp", "text": WORDS, "place": COMMUNITY, "address": "三栋东侧", **more}


def secret_of(page: str) -> str:
    found = re.search(r'name="secret" value="(\w+)"', page)
    assert found
    return found[1]


def test_staff_see_what_is_likely_the_same_while_they_type(town: Town) -> None:
    event, far = town.event(**POINT), town.event(**FAR)
    client = signed_in(town.clerk)
    page = client.post("/events/similar/", {"text": "路灯不亮了", "place": COMMUNITY, **NEAR}).content.decode()
    assert event.number in page
    assert far.number not in page
    assert "补充到这件" in page
    assert "上报并并入这件" in page
    assert "rows" not in client.post("/events/similar/", {"category": "lamp"}).content.decode(), "nowhere yet"


def test_staff_see_nothing_that_is_not_theirs(town: Town) -> None:
    event = town.event(**POINT)
    page = signed_in(town.stranger).post("/events/similar/", typed(**POINT)).content.decode()
    assert event.number not in page
    with_none = signed_in(town.handler).post("/events/similar/", typed(**POINT)).content.decode()
    assert event.number not in with_none


def test_typed_words_and_pictures_go_to_the_one_that_is_there(town: Town) -> None:
    event = town.event()
    response = signed_in(town.clerk).post("/events/new/", typed(text="还有一盏也不亮", add_to=event.number))
    assert response["Location"] == f"/events/{event.number}/"
    assert Event.objects.count() == 1
    page = signed_in(town.clerk).get(response["Location"]).content.decode()
    assert "还有一盏也不亮" in page
    assert "三栋东侧" in page
    assert not Photo.objects.exists()


def test_nobody_adds_to_what_they_may_not_see(town: Town) -> None:
    event = town.event()
    assert signed_in(town.stranger).post("/events/new/", typed(add_to=event.number)).status_code in (404, 422)
    assert Event.objects.get() == event
    event.refresh_from_db()
    assert event.version == 1


def test_a_call_is_taken_in_and_joined_at_once(town: Town) -> None:
    event = town.event()
    client = signed_in(town.clerk)
    response = client.post("/events/new/", typed(join_to=event.number, key="one"))
    again = client.post("/events/new/", typed(join_to=event.number, key="one"))
    assert again["Location"] == response["Location"]
    twin = Event.objects.exclude(pk=event.pk).get()
    assert (twin.state, twin.joined_to) == (EventState.JOINED, event)


def test_joined_to_what_is_over_it_is_not_taken_in_either(town: Town) -> None:
    event = EVENT.make(town.event(), "solve", actor=town.actor(town.worker), data=Evidence([]), note="好了")
    response = signed_in(town.clerk).post("/events/new/", typed(join_to=event.number, key="one"))
    assert response.status_code == 422
    assert Event.objects.count() == 1


def test_a_program_asks_the_same(town: Town) -> None:
    event = town.event(**POINT)
    (found,) = (
        program(town.clerk).post("events/similar", typed(**NEAR, place=COMMUNITY) | {"address": None}).json()["items"]
    )
    assert (found["event"]["number"], found["metres"], found["may_join"]) == (event.number, 40, True)
    assert program(town.stranger).post("events/similar", {"category": "lamp", **NEAR}).json() == {"items": []}
    assert program(town.clerk).post("events/similar", {"nonsense": 1}).status_code == 422


@pytest.mark.parametrize("count", [1, 8])
def test_as_many_queries_however_many_are_near(town: Town, count: int) -> None:
    for _ in range(count):
        town.event(**POINT)
    client, visitor = signed_in(town.clerk), Client()
    for asker, path, most in ((client, "/events/similar/", 9), (visitor, PIECE, 4)):
        asker.post(path, typed(**NEAR))
        with CaptureQueriesContext(connection) as queries:
            asker.post(path, typed(**NEAR))
        assert len(queries) <= most, [query["sql"][:120] for query in queries]


def test_a_resident_hears_that_it_was_reported_and_nothing_else(town: Town) -> None:
    event = town.event(text="张老太太家门口路灯不亮", address="7 栋 301", **POINT)
    page = Client().post(PIECE, {"category": "lamp", **NEAR}).content.decode()
    assert event.number in page
    assert "路灯" in page
    assert "已上报" in page
    for hidden in ("张老太太", "7 栋", "27.82", "113.08"):
        assert hidden not in page


def test_others_words_change_nothing_of_what_is_told(town: Town) -> None:
    town.event(**POINT)
    told = [Client().post(PIECE, {"category": "lamp", "text": text, **NEAR}).content for text in ("", WORDS, "别的")]
    assert len(set(told)) == 1


def test_another_category_is_not_told(town: Town) -> None:
    wires = Category.objects.create(code="wires", name="电线", parent=town.lamps.parent)
    town.event(**POINT)
    assert reported_near(wires, COMMUNITY, (POINT["lat"], POINT["lon"])) == []


def test_moving_the_pin_tells_no_more_than_the_square(town: Town) -> None:
    """Two events in one square look the same from everywhere; the asker's own square is all that counts of the pin."""
    cell = rules.PUBLIC_METRES.at(COMMUNITY)
    lat, lon = middle_of((POINT["lat"], POINT["lon"]), cell)
    corner = 0.4 * cell / 111_320
    first = town.event(lat=lat - corner, lon=lon)
    pins = [(lat + n * corner, lon + m * corner) for n in range(-9, 10) for m in range(-9, 10)]
    seen = [[one.where for one in reported_near(town.lamps, COMMUNITY, pin)] for pin in pins]
    Event.objects.filter(pk=first.pk).update(lat=lat + corner, lon=lon + corner)
    assert [[one.where for one in reported_near(town.lamps, COMMUNITY, pin)] for pin in pins] == seen
    words = {str(where) for told in seen for where in told}
    assert {"就在同一处", "相距约 100 米"} <= words <= {"就在同一处", "相距约 100 米", "相距约 200 米"}


def test_without_a_pin_those_of_the_community_are_told(town: Town) -> None:
    town.event()
    assert [str(one.where) for one in reported_near(town.lamps, COMMUNITY, None)] == ["在本社区"]
    assert reported_near(town.lamps, "430211002002", None) == []


def test_what_the_public_may_not_know_of_is_not_hinted_at(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    event = town.event(**POINT)
    closed_off = Event.objects.none()
    monkeypatch.setattr("linli.events.core.likeness.told.public_events", lambda: closed_off)
    monkeypatch.setattr("linli.events.core.forms.public_events", lambda: closed_off)
    client = Client()
    assert event.number not in client.post(PIECE, {"category": "lamp", **POINT}).content.decode()
    page = client.post(REPORT, typed(same_as=event.number, **POINT)).content.decode()
    assert event.number not in page
    assert Event.objects.exclude(pk=event.pk).get().same_as is None


def test_looking_around_is_throttled_and_reporting_is_not(town: Town) -> None:
    RuleOverride.objects.create(
        rule="event.looks_per_address", place=town.district, value="2", valid_from="2026-01-01", source="x"
    )
    overrides.touch()
    client = Client()
    answers = [client.post(PIECE, {"category": "lamp"}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert client.post(REPORT, typed()).status_code == 200


def test_who_says_the_same_has_a_report_of_their_own(town: Town) -> None:
    first = town.event(**POINT)
    client = Client()
    page = client.post(REPORT, typed(same_as=first.number, **NEAR)).content.decode()
    own = Event.objects.exclude(pk=first.pk).get()
    assert own.number in page
    assert (own.state, own.same_as, own.joined_to) == (EventState.REPORTED, first, None)
    first.refresh_from_db()
    assert (first.state, first.version) == (EventState.REPORTED, 1)
    track = client.post("/track/", {"number": own.number, "secret": secret_of(page)}, follow=True).content.decode()
    assert "您说与别人报过的是同一件事" in track


def test_the_grid_worker_joins_them_with_one_press(town: Town) -> None:
    first, own = town.event(), town.event()
    EVENT.make(own, "say_same", actor=ReporterActor(record_id=own.pk), data=Same(first))
    client = signed_in(town.worker)
    page = client.get(f"/events/{own.number}/").content.decode()
    assert "上报人说是同一件事" in page
    assert f'name="into" value="{first.number}"' in page
    client.post(f"/events/{own.number}/join/", {"into": first.number, "seen": "2"})
    own.refresh_from_db()
    assert (own.state, own.joined_to) == (EventState.JOINED, first)


def test_what_is_over_is_no_longer_offered(town: Town) -> None:
    first, own = town.event(), town.event()
    EVENT.make(own, "say_same", actor=ReporterActor(record_id=own.pk), data=Same(first))
    EVENT.make(first, "solve", actor=town.actor(town.worker), data=Evidence([]), note="好了")
    assert "said-same" not in signed_in(town.worker).get(f"/events/{own.number}/").content.decode()


def test_only_the_reporter_says_it_once_and_only_while_nobody_is_at_it(town: Town) -> None:
    first, own = town.event(), town.event()
    with pytest.raises(Forbidden):
        EVENT.make(own, "say_same", actor=ReporterActor(record_id=first.pk), data=Same(first))
    EVENT.make(own, "say_same", actor=ReporterActor(record_id=own.pk), data=Same(first))
    with pytest.raises(Forbidden):
        EVENT.make(own, "say_same", actor=ReporterActor(record_id=own.pk), data=Same(first))
    joined = EVENT.make(town.event(), "join", actor=town.actor(town.worker), data=Join(first))
    with pytest.raises(Conflict):
        EVENT.make(joined, "say_same", actor=ReporterActor(record_id=joined.pk), data=Same(first))


def test_without_javascript_it_is_asked_after_the_report(town: Town) -> None:
    first = town.event()
    client = Client()
    page = client.post(REPORT, typed()).content.decode()
    assert "附近有人已经报过" in page
    own = Event.objects.exclude(pk=first.pk).get()
    track = client.post("/track/", {"number": own.number, "secret": secret_of(page)}, follow=True).content.decode()
    assert f'name="same_as" value="{first.number}"' in track
    assert own.number not in re.findall(r'name="same_as" value="([^"]+)"', track)
    client.post(f"/track/{own.number}/say_same/", {"same_as": first.number})
    own.refresh_from_db()
    assert own.same_as == first
    assert first.number not in re.findall(
        r'name="same_as" value="([^"]+)"', client.get(f"/track/{own.number}/").content.decode()
    )


def test_who_was_told_while_reporting_is_not_asked_again(town: Town) -> None:
    town.event()
    assert "附近有人已经报过" not in Client().post(REPORT, typed(same_as="")).content.decode()
