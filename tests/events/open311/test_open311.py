"""GeoReport v2 read: every address in both forms, what cannot be asked, and what it never tells."""

import datetime
import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.events.core.flows import EVENT
from linli.events.core.models import Event, Reporter
from linli.events.core.reporters import ReporterActor
from linli.events.open311 import asking
from linli.people.models import Scope
from tests.events import town as towns
from tests.events.open311.world import FORMS, MONDAY, closed, failed, get, key, lamp, post, rejected, said
from tests.events.town import Town

SECRETS = ("路灯不亮", "东门", "27.8", "113.0", "13812345678", "周芳")
"""What the event below holds that is not for everybody."""


@pytest.fixture
def event(town: Town) -> Event:
    """With a point, an address and a reporter."""
    return town.event(text="三栋门口路灯不亮", address="小区东门", lat=27.8, lon=113.0, phone="+8613812345678")


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
    EVENT.make(event, "reopen", actor=ReporterActor(record_id=event.pk), note="我家还是黑的，我姓孙")
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
        ({"page": "0"}, "page"),
        ({"page": "-1"}, "page"),
        ({"page": "many"}, "page"),
        ({"page": "101"}, "page"),
        ({"page": "9" * 5000}, "page"),
        ({"page_size": "1001"}, "page_size"),
    ],
)
def test_what_cannot_be_asked(town: Town, form: str, query: dict[str, str], field: str) -> None:
    assert failed(get("requests", form, **query), 400).startswith(f"{field}: ")


def test_ninety_days_to_the_second_are_allowed(town: Town) -> None:
    span = {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-01T00:00:00Z"}
    assert get("requests", **span).status_code == get("servicerequestupdates", **span).status_code == 200


def test_a_list_ends_at_the_most_the_standard_allows(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asking.MOST == 1000
    monkeypatch.setattr(asking, "MOST", 2)
    numbers = [town.event().number for _ in range(3)]
    assert [row["service_request_id"] for row in said(get("requests"))] == numbers[:0:-1]


def test_pages_hold_every_request_once(town: Town) -> None:
    numbers = [town.event().number for _ in range(5)]
    pages = [said(get("requests", page=number, page_size=2)) for number in (1, 2, 3, 4)]
    assert [[row["service_request_id"] for row in rows] for rows in pages] == [
        numbers[:2:-1],
        numbers[2:0:-1],
        numbers[:1],
        [],
    ]


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

    monkeypatch.setattr("linli.events.open311.views.catalogue.get", broken)
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
