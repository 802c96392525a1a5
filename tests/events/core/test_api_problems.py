"""One table of what goes wrong and how it is told; docs/api.md has the same."""

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from linli.events.core.flows import EVENT
from linli.people import api_auth, tokens
from linli.people.models import User
from tests.events.core.api import JSON, Program, program, token_of
from tests.events.town import Town
from tests.kernel.photos import upload

DOCUMENT = Path(__file__).parents[3] / "docs" / "api.md"
GOOD = {"category": "lamp", "text": "路灯不亮", "place": "430211002001003"}


def raw(caller: Program, path: str, body: bytes, content_type: str = JSON) -> Any:
    return caller.client.generic("POST", f"/api/{path}", body, content_type=content_type)


def get(town: Town, path: str, **query: Any) -> Any:
    return program(town.clerk).get(path, **query)


def report(town: Town, **more: Any) -> Any:
    return program(town.clerk).post("events", GOOD | more)


def move(town: Town, name: str, body: dict[str, Any] | None = None, *, who: str = "worker") -> Any:
    return program(getattr(town, who)).post(f"events/{town.event().number}/moves/{name}", body)


def ended_token(town: Town) -> Any:
    made = token_of(town.clerk)
    caller = Program(made.text)
    assert caller.get("events").status_code == 200
    tokens.end(made.token, actor=town.actor(town.clerk))
    return caller.get("events")


def expired_token(town: Town) -> Any:
    return Program(token_of(town.clerk, expires_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)).text).get(
        "events"
    )


def token_of_somebody_gone(town: Town) -> Any:
    made = token_of(town.clerk)
    User.objects.filter(pk=town.clerk.pk).update(is_active=False)
    return Program(made.text).get("events")


def too_many_unknown_tokens(town: Town) -> Any:
    for _ in range(api_auth.FAILURES):
        assert Program("linli_x").get("events").status_code == 401
    return Program("linli_x").get("events")


TABLE: list[tuple[int, str, Any]] = [
    (400, "not_json", lambda town: raw(program(town.clerk), "events", b"{")),
    (400, "not_json", lambda town: raw(program(town.clerk), "events", b"\xff\xfe")),
    (400, "not_json", lambda town: raw(program(town.clerk), "events", b'{"lat": NaN}')),
    (400, "not_json", lambda town: raw(program(town.clerk), "events", b'{"lat": 1e400}')),
    (400, "not_json", lambda town: raw(program(town.clerk), "events", b"[" * 100_000)),
    (400, "not_json", lambda town: raw(program(town.clerk), "events", b'{"text": "\\ud800"}')),
    (400, "not_an_object", lambda town: raw(program(town.clerk), "events", b"[]")),
    (400, "bad_body", lambda town: raw(program(town.clerk), "events", b"--x", "multipart/form-data; boundary=")),
    (400, "bad_cursor", lambda town: get(town, "events", cursor="%%")),
    (400, "bad_cursor", lambda town: get(town, "events", cursor="Z" * 100)),
    (400, "bad_cursor", lambda town: get(town, "tasks", cursor="AAAA")),
    (400, "bad_request", lambda town: get(town, "events/%00")),
    (400, "bad_request", lambda town: get(town, "events", q="\0")),
    (401, "token_missing", lambda town: Program(None).get("events")),
    (401, "token_missing", lambda town: Program(None, Authorization="Basic dTpw").get("events")),
    (401, "token_unknown", lambda town: Program("linli_" + "x" * 40).get("events")),
    (401, "token_unknown", lambda town: Program(None, Authorization="Bearer ").get("events")),
    (401, "token_unknown", ended_token),
    (401, "token_unknown", expired_token),
    (401, "token_unknown", token_of_somebody_gone),
    (403, "scope_missing", lambda town: program(town.clerk, scopes=["read"]).post("events", GOOD)),
    (403, "scope_missing", lambda town: program(town.clerk, scopes=["write"]).get("events")),
    (403, "forbidden", lambda town: move(town, "accept", who="leader")),
    (403, "forbidden", lambda town: move(town, "rate", {"stars": 5}, who="clerk")),
    (403, "forbidden", lambda town: program(town.deputy).post("events", GOOD)),
    (404, "not_found", lambda town: get(town, "events/EV-2026-999999")),
    (404, "not_found", lambda town: program(town.stranger).get(f"events/{town.event().number}")),
    (404, "not_found", lambda town: move(town, "accept", who="stranger")),
    (404, "not_found", lambda town: get(town, f"events/{town.event().number}/photos/x")),
    (404, "not_found", lambda town: get(town, "places/99")),
    (404, "not_found", lambda town: get(town, "nothing")),
    (404, "no_such_move", lambda town: move(town, "vanish")),
    (405, "method_not_allowed", lambda town: program(town.clerk).client.delete("/api/events")),
    (405, "method_not_allowed", lambda town: program(town.clerk).client.put("/api/tasks")),
    (409, "not_from_this_state", lambda town: move(town, "close", who="clerk")),
    (409, "not_from_this_state", lambda town: move(town, "dispatch", {"unit": "x"}, who="clerk")),
    (409, "stale", lambda town: move(town, "accept", {"seen": 7})),
    (413, "too_large", lambda town: report(town, text="灯" * 400_000)),
    (415, "unsupported_type", lambda town: raw(program(town.clerk), "events", b"a=1", "text/plain")),
    (415, "unsupported_type", lambda town: raw(program(town.clerk), "events", b"{}", "")),
    (422, "invalid", lambda town: report(town, text="\0")),
    (422, "invalid", lambda town: report(town, text="灯" * 5001)),
    (422, "invalid", lambda town: report(town, text=["灯"])),
    (422, "invalid", lambda town: report(town, category="facilities")),
    (422, "invalid", lambda town: report(town, place="430211002002001")),
    (422, "invalid", lambda town: report(town, lat="NaN", lon="Infinity")),
    (422, "invalid", lambda town: report(town, lat=91, lon=113)),
    (422, "invalid", lambda town: report(town, lat=27)),
    (422, "invalid", lambda town: report(town, phone="110110")),
    (422, "invalid", lambda town: report(town, adress="三栋")),
    (422, "invalid", lambda town: report(town, photos="a.jpg")),
    (422, "invalid", lambda town: program(town.clerk).upload("events", GOOD | {"photos": upload(b"text")})),
    (422, "invalid", lambda town: move(town, "reject")),
    (422, "invalid", lambda town: move(town, "accept", {"note": "字" * 2001})),
    (422, "invalid", lambda town: move(town, "accept", {"seen": 10**30})),
    (422, "invalid", lambda town: get(town, "events", state="lost")),
    (422, "invalid", lambda town: get(town, "events", size=0)),
    (422, "invalid", lambda town: get(town, "events", since="yesterday")),
    (422, "invalid", lambda town: get(town, "events", since="0001-01-01T00:00:00+14:00", unit="x")),
    (422, "idempotency_key_length", lambda town: program(town.clerk).post("events", GOOD, key="")),
    (422, "idempotency_key_length", lambda town: program(town.clerk).post("events", GOOD, key="k" * 81)),
    (429, "too_many", too_many_unknown_tokens),
]


@pytest.mark.parametrize(("status", "code", "ask"), TABLE, ids=[f"{row[0]}-{row[1]}" for row in TABLE])
def test_what_goes_wrong_is_told_in_one_way(town: Town, status: int, code: str, ask: Any) -> None:
    response = ask(town)
    document = json.loads(response.content)
    assert (response.status_code, document["code"]) == (status, code), document
    assert response["Content-Type"] == "application/problem+json"
    assert document["status"] == status
    assert document["type"] == f"urn:linli:problem:{code}"
    assert document["title"]
    assert document["detail"]
    assert bool(document.get("errors")) == (code == "invalid")
    assert ("WWW-Authenticate" in response) == (status == 401)
    assert ("Retry-After" in response) == (status == 429)
    assert ("Allow" in response) == (status == 405)


def test_the_document_has_the_same_table() -> None:
    told = {
        (int(status), code) for status, code in re.findall(r"^\| (4\d\d) \| `(\w+)` \|", DOCUMENT.read_text(), re.M)
    }
    tested = {(status, code) for status, code, _ in TABLE}
    # Tested with the keys themselves.
    assert told == tested | {(422, "idempotency_key_reused"), (409, "too_late")}


def test_errors_stand_by_the_field_in_the_language_asked_for(town: Town) -> None:
    content = {"category": "nothing", "text": "", "lat": 27.8}
    chinese = json.loads(program(town.clerk).post("events", content).content)
    assert set(chinese["errors"]) == {"category", "text", "address"}
    assert chinese["errors"]["category"] == ["没有这个类别"]
    english = json.loads(program(town.clerk, **{"Accept-Language": "en"}).post("events", content).content)
    assert set(english["errors"]) == set(chinese["errors"])
    assert english["errors"]["category"] != chinese["errors"]["category"]


def test_a_good_token_passes_from_an_address_that_sends_bad_ones(town: Town) -> None:
    too_many_unknown_tokens(town)
    assert program(town.clerk).get("events").status_code == 200


def test_a_fault_of_ours_is_a_problem_document_without_details(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **options: Any) -> None:
        raise RuntimeError("the password is 1234")

    monkeypatch.setattr(EVENT, "available", broken)
    caller = program(town.clerk)
    caller.client.raise_request_exception = False
    response = caller.get(f"events/{town.event().number}")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert json.loads(response.content)["code"] == "fault"
    assert b"1234" not in response.content


def test_a_foreign_host_name_gets_a_problem_document(town: Town) -> None:
    response = program(town.clerk, Host="elsewhere.example").get("events")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_pages_stay_pages(client: Client, db: None) -> None:
    assert "text/html" in client.get("/nothing/")["Content-Type"]
    nul = client.get("/events/%00/")
    assert nul.status_code == 400
    assert "text/html" in nul["Content-Type"]
