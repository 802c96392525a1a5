"""GeoReport v2: every address in both forms, what goes wrong, and what it never tells."""

import datetime
import json
import time
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.grid.flows import EVENT
from linli.grid.models import Event, Reporter
from linli.grid.open311 import asking
from linli.grid.payloads import Dispatch, Evidence
from linli.grid.reporters import ReporterActor, find
from linli.kernel import idempotency
from linli.kernel.idempotency import once
from linli.kernel.models import IdempotencyKey
from linli.people.models import Scope
from tests.grid import town as towns
from tests.grid.api import token_of
from tests.grid.town import Town
from tests.races import ON_POSTGRESQL, at_once

FORMS = ("json", "xml")
URLENCODED = "application/x-www-form-urlencoded"
MONDAY = datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC)
SECRETS = ("路灯不亮", "东门", "27.8", "113.0", "13812345678", "周芳")
"""What the event below holds that is not for everybody."""


@pytest.fixture
def event(town: Town) -> Event:
    """With a point, an address and a reporter."""
    return town.event(text="三栋门口路灯不亮", address="小区东门", lat=27.8, lon=113.0, phone="+8613812345678")


def get(path: str, form: str = "json", *, key: str = "", **query: Any) -> Any:
    return Client().get(f"/open311/v2/{path}.{form}", query | ({"api_key": key} if key else {}))


def post(path: str, form: str = "json", *, idempotency: str | None = None, **values: Any) -> Any:
    headers = {"Idempotency-Key": idempotency} if idempotency is not None else {}
    return Client().post(f"/open311/v2/{path}.{form}", urlencode(values), content_type=URLENCODED, headers=headers)


def said(response: Any) -> Any:
    """The content in one shape, whichever form it came in: XML's texts are texts, JSON's lists are lists."""
    if response["Content-Type"] == "application/json; charset=utf-8":
        return json.loads(response.content)
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(response.content)
    return [{node.tag: node.text for node in row} for row in root]


def key(town: Town, who: str = "clerk", *scopes: str) -> str:
    return token_of(getattr(town, who), scopes=scopes or Scope.values).text


def lamp(**more: Any) -> dict[str, Any]:
    return {"service_code": "lamp", "description": "三栋门口路灯不亮", "address_id": towns.GRID} | more


def failed(response: Any, status: int) -> str:
    """The one error of a refusal."""
    assert response.status_code == status, response.content
    ((error),) = said(response)
    assert int(error["code"]) == status
    return str(error["description"])


# Reading what there is


@pytest.mark.parametrize("form", FORMS)
def test_discovery(town: Town, form: str) -> None:
    response = get("discovery", form)
    assert response.status_code == 200
    if form == "json":
        (endpoint,) = json.loads(response.content)["endpoints"]
        url, formats = endpoint["url"], endpoint["formats"]
    else:
        root = ET.fromstring(response.content)
        assert root.tag == "discovery"
        url = root.findtext("endpoints/endpoint/url")
        formats = [node.text for node in root.iterfind("endpoints/endpoint/formats/format")]
    assert url == "http://testserver/open311/v2/"
    assert formats == ["application/json", "text/xml"]


@pytest.mark.parametrize("form", FORMS)
def test_services_are_the_categories_an_event_may_have(town: Town, form: str) -> None:
    response = get("services", form)
    (service,) = said(response)
    assert (service["service_code"], service["service_name"], service["group"]) == ("lamp", "路灯", "公共设施")
    assert (service["type"], service["keywords"]) == ("realtime", "路灯, 公共设施")
    assert service["metadata"] == ("false" if form == "xml" else False)
    if form == "xml":
        root = ET.fromstring(response.content)
        assert (root.tag, root[0].tag) == ("services", "service")


@pytest.mark.parametrize("form", FORMS)
def test_a_definition_asks_nothing_more(town: Town, form: str) -> None:
    response = get("services/lamp", form)
    assert response.status_code == 200
    if form == "json":
        assert json.loads(response.content) == {"service_code": "lamp", "attributes": []}
    else:
        root = ET.fromstring(response.content)
        assert (root.tag, root.findtext("service_code"), len(root[1])) == ("service_definition", "lamp", 0)
    failed(get("services/none", form), 404)
    failed(get("services/facilities", form), 404)


@pytest.mark.parametrize("form", FORMS)
def test_a_request_tells_everybody_what_the_public_page_does(town: Town, event: Event, form: str) -> None:
    for response in (get("requests", form), get(f"requests/{event.number}", form)):
        (row,) = said(response)
        assert (row["service_request_id"], row["status"]) == (event.number, "open")
        assert (row["service_code"], row["service_name"]) == ("lamp", "路灯")
        assert row["address_id"] == towns.COMMUNITY
        assert datetime.datetime.fromisoformat(row["requested_datetime"]).utcoffset() == datetime.timedelta(hours=8)
        for name in ("description", "lat", "long", "media_url", "status_notes", "agency_responsible"):
            assert row[name] is None
        for secret in SECRETS:
            assert secret not in response.content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_with_the_key_of_somebody_who_sees_it_there_is_more(town: Town, event: Event, form: str) -> None:
    for response in (
        get("requests", form, key=key(town)),
        get(f"requests/{event.number}", form, key=key(town, "clerk", Scope.READ)),
    ):
        (row,) = said(response)
        assert (row["description"], row["address"]) == ("三栋门口路灯不亮", "小区东门")
        assert (float(row["lat"]), float(row["long"])) == (27.8, 113.0)
        assert row["expected_datetime"]
        assert "13812345678" not in response.content.decode()


def test_a_key_in_the_header_is_as_good(town: Town, event: Event) -> None:
    headers = {"Authorization": f"Bearer {key(town)}"}
    (row,) = said(Client().get("/open311/v2/requests.json", headers=headers))
    assert row["description"] == event.text


def test_somebody_elses_event_is_no_more_open_than_to_anybody(town: Town, event: Event) -> None:
    """The next community's key, beside that of a leader above both."""
    (row,) = said(get(f"requests/{event.number}", key=key(town, "stranger")))
    assert row == said(get(f"requests/{event.number}"))[0]
    assert said(get(f"requests/{event.number}", key=key(town, "leader")))[0]["description"] == event.text


def test_who_reported_is_in_no_answer(town: Town, event: Event) -> None:
    reporter = Reporter.objects.get(event=event)
    EVENT.make(event, "accept", actor=town.actor(town.worker))
    for path in ("requests", f"requests/{event.number}", "servicerequestupdates", f"tokens/{event.number}"):
        for form in FORMS:
            text = get(path, form, key=key(town)).content.decode()
            for secret in ("13812345678", "5678", str(reporter.pk), reporter.phone_index, reporter.secret_digest):
                assert secret not in text


def closed(town: Town) -> Event:
    event = EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    event = EVENT.make(event, "dispatch", actor=town.actor(town.clerk), data=Dispatch(town.urban))
    event = EVENT.make(event, "start", actor=town.actor(town.handler))
    event = EVENT.make(event, "finish", actor=town.actor(town.handler), data=Evidence([]), note="换了灯泡")
    event = EVENT.make(event, "check", actor=town.actor(town.worker))
    return EVENT.make(event, "close", actor=town.actor(town.clerk))


def rejected(town: Town) -> Event:
    return EVENT.make(town.event(), "reject", actor=town.actor(town.worker), note="不在本辖区")


def test_what_has_ended_is_closed_and_says_why_to_those_who_see_it(town: Town) -> None:
    done, refused, waiting = closed(town), rejected(town), town.event()
    rows = {row["service_request_id"]: row for row in said(get("requests"))}
    assert [rows[e.number]["status"] for e in (done, refused, waiting)] == ["closed", "closed", "open"]
    assert {row["status_notes"] for row in rows.values()} == {None}
    rows = {row["service_request_id"]: row for row in said(get("requests", key=key(town)))}
    assert [rows[e.number]["status_notes"] for e in (done, refused, waiting)] == ["换了灯泡", "不在本辖区", None]
    assert rows[done.number]["agency_responsible"] == town.urban.name


def test_what_the_reporter_wrote_is_no_note_of_ours(town: Town) -> None:
    event = closed(town)
    EVENT.make(event, "reopen", actor=ReporterActor(event.pk), note="我家还是黑的，我姓孙")
    for path in ("requests", "servicerequestupdates"):
        assert "我姓孙" not in get(path, key=key(town)).content.decode()


def test_filters(town: Town) -> None:
    with time_machine.travel(MONDAY):
        old = town.event()
        late = datetime.datetime.now(datetime.UTC).isoformat()
        refused = rejected(town)

        def found(**query: Any) -> set[str]:
            return {row["service_request_id"] for row in said(get("requests", **query))}

        assert found() == {old.number, refused.number}
        assert found(status="open") == {old.number}
        assert found(status="closed") == {refused.number}
        assert found(status="open,closed") == {old.number, refused.number}
        assert found(service_code="lamp") == {old.number, refused.number}
        assert found(service_code="nothing") == set()
        assert found(service_code="lamp,nothing") == {old.number, refused.number}
        assert found(end_date="2026-03-01T00:00:00Z") == set()
        assert found(start_date="2026-03-02", end_date="2026-03-03") == {old.number, refused.number}
        assert found(start_date=late) == {refused.number}
        # A plus sign in an address is a space, where the client forgot to escape it.
        assert found(start_date="2026-03-02T08:00:00 08:00") == {old.number, refused.number}
        assert found(service_request_id=f"{old.number.lower()}, {refused.number}, EV-2026-999999, x\x01'") == {
            old.number,
            refused.number,
        }
    assert found() == set()  # more than ninety days ago by now
    assert found(service_request_id=old.number, start_date="nonsense") == {old.number}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"start_date": "2016-01-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}, "end_date"),
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-01T00:00:01Z"}, "end_date"),
        ({"start_date": "2026-02-01", "end_date": "2026-01-01"}, "end_date"),
        ({"start_date": "yesterday"}, "start_date"),
        ({"end_date": "2026-13-01"}, "end_date"),
        ({"end_date": "0001-01-01T00:00:00+14:00"}, "end_date"),
        ({"start_date": "9999-12-31T23:00:00-12:00"}, "start_date"),
        ({"end_date": "0001-01-02T00:00:00Z"}, "start_date"),
        ({"status": "done"}, "status"),
    ],
)
def test_what_cannot_be_asked(town: Town, form: str, query: dict[str, str], field: str) -> None:
    assert failed(get("requests", form, **query), 400).startswith(f"{field}: ")


def test_ninety_days_to_the_second_are_allowed(town: Town) -> None:
    span = {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-01T00:00:00Z"}
    assert get("requests", **span).status_code == get("servicerequestupdates", **span).status_code == 200


def test_a_list_ends_at_the_most_the_standard_allows(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asking.MOST == 1000
    monkeypatch.setattr("linli.grid.open311.views.MOST", 2)
    numbers = [town.event().number for _ in range(3)]
    assert [row["service_request_id"] for row in said(get("requests"))] == numbers[:0:-1]


@pytest.mark.parametrize("form", FORMS)
def test_one_that_is_not_there(town: Town, event: Event, form: str) -> None:
    for path in ("requests/EV-2026-999999", "requests/nothing", "tokens/EV-2026-999999", f"requests/{event.pk}"):
        failed(get(path, form), 404)
    assert said(get("requests", form, service_request_id="nothing")) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_token_is_the_id(town: Town, event: Event, form: str) -> None:
    assert said(get(f"tokens/{event.number}", form)) == [{"token": event.number, "service_request_id": event.number}]


@pytest.mark.parametrize("form", FORMS)
def test_another_jurisdiction_is_not_here(town: Town, form: str) -> None:
    for path in ("discovery", "services", "services/lamp", "requests", "servicerequestupdates"):
        assert get(path, form, jurisdiction_id=towns.DISTRICT).status_code == 200
        failed(get(path, form, jurisdiction_id="city.example"), 404)
    failed(post("requests", form, **lamp(api_key=key(town), jurisdiction_id="430212")), 404)
    assert not Event.objects.exists()


# Posting


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
        patch.setattr("linli.grid.open311.intake.served_district", lambda: None)
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


@pytest.mark.parametrize("form", FORMS)
def test_other_methods_and_addresses(town: Town, form: str) -> None:
    for path in ("requests", "servicerequestupdates"):
        response = Client().put(f"/open311/v2/{path}.{form}")
        failed(response, 405)
        assert response["Allow"] == "GET, POST"
    failed(Client().post(f"/open311/v2/services.{form}"), 405)
    assert Client().head(f"/open311/v2/services.{form}").status_code == 200
    failed(get("nothing", form), 404)
    failed(get("services/..%2f..", form), 404)
    failed(Client().get(f"/open311/v2/services.{form}", headers={"Host": "evil.example"}), 400)
    failed(Client().get(f"/open311/v2/services.{form}?x=%00"), 400)
    failed(Client().get("/open311/v2/requests"), 404)


def test_a_fault_of_ours_is_an_error_of_the_standard(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ValueError("a detail that is nobody's business")

    monkeypatch.setattr("linli.grid.open311.views.catalogue.get", broken)
    for form in FORMS:
        response = Client(raise_request_exception=False).get(f"/open311/v2/services.{form}")
        assert "detail" not in failed(response, 500)


def test_who_polls_without_end_is_slowed_down(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ANONYMOUS_GETS", 3)
    for form in ("json", "xml", "json"):
        assert get("services", form).status_code == 200
    response = get("services")
    failed(response, 429)
    assert 0 < int(response["Retry-After"]) <= 60
    assert get("services", key=key(town)).status_code == 200


def test_lists_ask_the_same_of_the_database_however_long_they_are(town: Town) -> None:
    mine = key(town)
    rejected(town)
    town.event()

    def queries(path: str, **query: str) -> int:
        get(path, **query)
        with CaptureQueriesContext(connection) as asked:
            assert get(path, **query).status_code == 200
        return len(asked)

    asked = [("requests", {}), ("requests", {"key": mine}), ("servicerequestupdates", {"service_request_id": "EV-1-1"})]
    short = [queries(path, **query) for path, query in asked]
    for _ in range(6):
        rejected(town)
        town.event()
    assert [queries(path, **query) for path, query in asked[:2]] == short[:2]
    assert short[0] <= 4
    assert short[1] <= 7
    # Halving over the trail costs its logarithm, whatever is found.
    assert queries(*asked[2][:1]) - short[2] <= 8


def test_answers_are_kept_by_no_cache(town: Town) -> None:
    response = get("requests")
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")


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
