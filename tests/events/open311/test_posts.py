"""GeoReport v2 written to: requests, updates, the same again, and bodies that are none."""

import datetime
import time
import xml.etree.ElementTree as ET
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.events.core.flows import EVENT
from linli.events.core.models import Event, Reporter
from linli.events.core.payloads import Dispatch
from linli.events.core.reporters import find
from linli.kernel import idempotency
from linli.kernel.idempotency import once
from linli.kernel.models import IdempotencyKey
from linli.people.models import Scope
from tests.events import town as towns
from tests.events.core.api import token_of
from tests.events.open311.world import FORMS, MONDAY, URLENCODED, closed, failed, get, key, lamp, post, rejected, said
from tests.events.town import Town
from tests.races import ON_POSTGRESQL, at_once


@pytest.fixture
def event(town: Town) -> Event:
    """With a point, an address and a reporter."""
    return town.event(text="三栋门口路灯不亮", address="小区东门", lat=27.8, lon=113.0, phone="+8613812345678")


@pytest.mark.parametrize("form", FORMS)
def test_a_request_comes_in(town: Town, form: str) -> None:
    response = post("requests", form, api_key=key(town), **lamp(), **{"attribute[COLOUR]": "red"}, device_id="tt222")
    assert response.status_code == 201
    (row,) = said(response)
    event = Event.objects.get(number=row["service_request_id"])
    assert (event.text, event.path, event.channel) == ("三栋门口路灯不亮", towns.GRID, "staff")
    assert row["service_notice"] is None
    if form == "xml":
        root = ET.fromstring(response.content)
        assert (root.tag, root[0].tag) == ("service_requests", "request")


def test_the_phone_is_the_reporters_and_nothing_else_of_a_person_is_kept(town: Town) -> None:
    person = {"email": "sun@example.cn", "first_name": "小明", "last_name": "孙", "account_id": "4711"}
    media = {"media_url": "http://127.0.0.1:1/evil.jpg"}  # were it fetched, the test would know
    response = post("requests", api_key=key(town), phone="138 1234 5678", **lamp(), **person, **media)
    (row,) = said(response)
    reporter = Reporter.objects.get()
    assert reporter.phone == "+8613812345678"
    secret = row["service_notice"].split()[1].split("：")[0]
    assert find(row["service_request_id"], secret) is not None
    event = Event.objects.values().get()
    for value in (*person.values(), *media.values()):
        assert value not in str(event)


def test_where_it_is_is_told_in_three_ways(town: Town) -> None:
    def path(**where: str) -> str:
        values = {"service_code": "lamp", "description": "灯不亮", "api_key": key(town), **where}
        (row,) = said(post("requests", **values))
        return Event.objects.get(number=row["service_request_id"]).path

    town.community.name = "大湖塘居委会"
    town.community.save()
    assert path(lat="27.8", long="113.0") == towns.DISTRICT  # in no grid: kept, flagged, with the district
    assert path(address_id=towns.COMMUNITY) == towns.COMMUNITY
    assert path(lat="27.8", long="113.0", address_id=towns.GRID) == towns.GRID
    assert path(address_string="大湖塘小区三栋东侧") == towns.COMMUNITY
    assert path(address_string="某某路 8 号") == towns.DISTRICT


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"address_id": "", "lat": "999", "long": "113"}, "lat"),
        ({"address_id": "", "lat": "27", "long": "-181"}, "long"),
        ({"address_id": "", "lat": "nan", "long": "113"}, "lat"),
        ({"address_id": "", "lat": "27.8"}, "long"),
        ({"address_id": ""}, "address_string"),
        ({"address_id": "430211002002"}, "address_id"),
        ({"address_id": "x\0"}, "address_id"),
        ({"service_code": ""}, "service_code"),
        ({"service_code": "facilities"}, "service_code"),
        ({"description": ""}, "description"),
        ({"description": "灯" * 5001}, "description"),
        ({"description": "灯\0"}, "description"),
        ({"phone": "not a number"}, "phone"),
        ({"address_string": "路" * 121}, "address_string"),
    ],
)
def test_what_cannot_be_posted(town: Town, form: str, changes: dict[str, str], field: str) -> None:
    assert failed(post("requests", form, api_key=key(town), **lamp(**changes)), 400).startswith(f"{field}: ")
    assert not Event.objects.exists()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", ["灯" * 5000, "😀 𠮷𫠝 <b>&amp;]]></b> \"'", "a\x0b\x1b[31m\x7fb\ufffe"])
def test_what_people_write_comes_back(town: Town, form: str, text: str) -> None:
    """XML has no way to hold some characters: they are replaced there, and only there."""
    mine = key(town)
    (row,) = said(post("requests", form, api_key=mine, **lamp(description=text)))
    assert Event.objects.get().text == text
    (found,) = said(get(f"requests/{row['service_request_id']}", form, key=mine))
    in_xml = text.translate(dict.fromkeys(map(ord, "\x0b\x1b\ufffe"), "\ufffd"))
    assert found["description"] == (in_xml if form == "xml" else text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", ["requests", "servicerequestupdates"])
def test_posting_needs_a_key_that_may_write(town: Town, event: Event, form: str, path: str) -> None:
    values = lamp(service_request_id=event.number)
    failed(post(path, form, **values), 403)
    failed(post(path, form, api_key="linli_none", **values), 403)
    failed(post(path, form, api_key=key(town, "clerk", Scope.READ), **values), 403)
    failed(get(path, form, key="linli_none"), 403)
    failed(get(path, form, key=key(town, "clerk", Scope.WRITE)), 403)
    assert Event.objects.count() == 1


def test_who_works_with_no_events_reports_none(town: Town) -> None:
    nobody = towns.user("nobody")
    failed(post("requests", api_key=token_of(nobody).text, **lamp()), 403)


def test_the_same_body_five_times_is_one_event_for_ten_minutes(town: Town) -> None:
    mine = key(town)
    with time_machine.travel(MONDAY, tick=False) as clock:
        answers = []
        for _ in range(5):
            answers.append(post("requests", api_key=mine, **lamp()))
            clock.shift(datetime.timedelta(minutes=2))
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.content for answer in answers}) == Event.objects.count() == 1
        assert "Idempotency-Replayed" not in answers[0]
        assert answers[4]["Idempotency-Replayed"] == "true"
        clock.shift(datetime.timedelta(minutes=1))
        assert post("requests", api_key=mine, **lamp()).content != answers[0].content
        assert post("requests", api_key=mine, **lamp()).status_code == 201
        assert Event.objects.count() == 2
    assert post("requests", api_key=key(town, "worker"), **lamp()).status_code == 201
    assert Event.objects.count() == 3


def test_under_a_key_of_the_clients_it_is_one_event_for_as_long_as_keys_are_kept(town: Town) -> None:
    mine = key(town)
    with time_machine.travel(MONDAY) as clock:
        first = post("requests", idempotency="k1", api_key=mine, **lamp())
        clock.shift(datetime.timedelta(days=6))
        assert post("requests", idempotency="k1", api_key=mine, **lamp()).content == first.content
        failed(post("requests", idempotency="k1", api_key=mine, **lamp(description="另一件")), 400)
        # Two keys mean two events, however alike they are.
        post("requests", idempotency="k2", api_key=mine, **lamp())
    assert Event.objects.count() == 2


def test_a_request_that_failed_may_come_again(town: Town) -> None:
    mine, values = key(town), lamp(address_id="", address_string="某某路")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("linli.events.open311.intake.served_district", lambda: None)
        assert post("requests", api_key=mine, **values).status_code == 400
    assert post("requests", api_key=mine, **values).status_code == 201
    assert Event.objects.get().path == towns.DISTRICT


# Updates


@pytest.mark.parametrize("form", FORMS)
def test_updates_are_the_steps_of_the_public_timeline(town: Town, form: str) -> None:
    event = closed(town)
    mine = key(town)
    rows = said(get("servicerequestupdates", form))
    assert {row["service_request_id"] for row in rows} == {event.number}
    assert [row["status"] for row in rows] == ["open"] * 5 + ["closed"]
    assert [row["description"] for row in rows][-3:] == ["处理完毕", "核查通过", "已结案"]
    assert len({row["update_id"] for row in rows}) == 6
    noted = said(get("servicerequestupdates", form, key=mine))
    assert noted[3]["description"] == "处理完毕: 换了灯泡"
    assert said(get("servicerequestupdates", form, key=key(town, "stranger"))) == rows
    assert said(get("servicerequestupdates", form, service_request_id="EV-2026-999999")) == []
    if form == "xml":
        root = ET.fromstring(get("servicerequestupdates", form).content)
        assert (root.tag, root[0].tag) == ("service_requests_updates", "request_update")


def test_updates_are_asked_for_by_time(town: Town) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        event = town.event()
        clock.shift(datetime.timedelta(hours=1))
        event = EVENT.make(event, "accept", actor=town.actor(town.worker))
        clock.shift(datetime.timedelta(hours=1))
        EVENT.make(event, "dispatch", actor=town.actor(town.clerk), data=Dispatch(town.urban))

        def found(**query: str) -> list[str]:
            return [row["description"] for row in said(get("servicerequestupdates", **query))]

        assert found() == ["已受理", "已派单"]
        assert found(start_date="2026-03-02T10:30:00+08:00") == ["已派单"]
        assert found(end_date="2026-03-02T10:00:00+08:00") == ["已受理"]
        failed(get("servicerequestupdates", start_date="2016-01-01", end_date="2026-01-01"), 400)


@pytest.mark.parametrize("form", FORMS)
def test_an_update_is_a_comment(town: Town, event: Event, form: str) -> None:
    mine = key(town)
    values = {"api_key": mine, "service_request_id": event.number, "description": "今天又灭了", "status": "closed"}
    answers = [post("servicerequestupdates", form, update_id="u1", **values) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    (row,) = said(answers[0])
    event.refresh_from_db()
    assert (event.state, event.version) == ("reported", 2)
    (listed,) = said(get("servicerequestupdates", form))
    assert (listed["update_id"], listed["description"]) == (row["update_id"], "补充说明")
    assert "又灭了" not in get("servicerequestupdates", form, key=mine).content.decode()
    assert post("servicerequestupdates", form, update_id="u2", **values).content != answers[0].content
    # Without an id of its own, the same body within ten minutes is the same update.
    blind = [post("servicerequestupdates", form, **values) for _ in range(5)]
    assert len({answer.content for answer in blind}) == 1
    event.refresh_from_db()
    assert event.version == 4


@pytest.mark.parametrize("form", FORMS)
def test_what_cannot_be_updated(town: Town, event: Event, form: str) -> None:
    refused = rejected(town)

    def outcome(who: str = "clerk", **values: str) -> Any:
        whole = {"service_request_id": event.number, "description": "又灭了", **values}
        return post("servicerequestupdates", form, api_key=key(town, who), **whole)

    failed(outcome("stranger"), 404)
    failed(outcome(service_request_id="EV-2026-999999"), 404)
    failed(outcome(service_request_id="\0"), 404)
    failed(outcome("leader"), 403)  # sees it, does not act on it
    failed(outcome(service_request_id=refused.number), 400)
    assert failed(outcome(description=""), 400).startswith("description: ")
    assert failed(outcome(description="x" * 2001), 400).startswith("description: ")


# Bodies, addresses, loads


BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<request><api_key>&x;</api_key><description>&b;</description></request>"""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["text/xml", "application/xml", "application/json", "text/plain"])
def test_xml_is_read_nowhere(town: Town, form: str, kind: str) -> None:
    for path in ("requests", "servicerequestupdates"):
        address = f"/open311/v2/{path}.{form}?api_key={key(town)}"
        failed(Client().post(address, BOMB, content_type=kind), 415)


def test_bodies_that_cannot_be_read(town: Town) -> None:
    def outcome(body: Any, kind: str) -> Any:
        return Client().post("/open311/v2/requests.json", body, content_type=kind)

    failed(outcome("a=" + "x" * 2_000_000, URLENCODED), 413)
    failed(outcome("&".join(f"a{n}=1" for n in range(300)), URLENCODED), 400)
    failed(outcome("api_key=x", f"{URLENCODED}; charset=gbk"), 400)
    failed(outcome("--x\r\nbroken", "multipart/form-data"), 400)
    failed(outcome("", ""), 403)


def test_a_multipart_form_is_as_good(town: Town) -> None:
    response = Client().post("/open311/v2/requests.json", {"api_key": key(town), **lamp()})
    assert response.status_code == 201


class TestTwoAtOnce:
    """A key that is too old is taken over by one of those who come with it."""

    pytestmark = ON_POSTGRESQL

    def _both(self) -> int:
        acted: list[int] = []
        once(scope="token:1", key="k", body=b"x", act=lambda: (201, "first"))
        IdempotencyKey.objects.update(created_at=MONDAY)

        def act() -> tuple[int, str]:
            acted.append(1)
            time.sleep(0.3)
            return 201, "second"

        lasting = datetime.timedelta(minutes=10)
        answers = at_once(
            *(lambda: once(scope="token:1", key="k", body=b"x", act=act, good_for=lasting) for _ in range(4))
        )
        assert [answer.body for answer in answers] == ["second"] * 4
        return len(acted)

    def test_it_acts_once(self) -> None:
        assert self._both() == 1

    def test_without_looking_at_its_age_all_would_act(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(idempotency, "CLAIM", idempotency.CLAIM + " OR TRUE")
        assert self._both() == 4
