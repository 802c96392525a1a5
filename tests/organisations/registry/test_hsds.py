"""HSDS 3.0: valid by the standard's schemas, public data only, ids that stay."""

import datetime
import json
import lzma
import uuid
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator, FormatChecker

from linli.organisations.registry.actions import Filed, Left
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.hsds import query as hsds_query
from linli.organisations.registry.models import Service, WorkField
from linli.organisations.registry.services.actions import Chosen
from tests.organisations.registry.test_services import offered
from tests.organisations.world import World

SCHEMAS = Path(__file__).parent / "hsds_schemas"
LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")


@cache
def schema(name: str) -> Any:
    """Of the standard, for all objects in it closed: a name that it does not have is a mistake of ours."""
    return _closed(json.loads(lzma.decompress((SCHEMAS / f"{name}.json.xz").read_bytes())))


def _closed(part: Any) -> Any:
    if isinstance(part, list):
        return [_closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    found = {name: _closed(value) for name, value in part.items()}
    return found | {"additionalProperties": False} if part.get("type") == "object" else found


def check(content: Any, name: str) -> None:
    Draft202012Validator(schema(name), format_checker=FormatChecker()).validate(content)


@pytest.fixture
def service(world: World) -> Service:
    """Of the club, which is on file; everything about it is known."""
    filed = Filed("备1", datetime.date(2026, 1, 5))
    ORGANISATION.make(world.club, "enter_filing", actor=world.actor(world.officer), data=filed)
    hours = {"weekdays": "67", "opens_at": datetime.time(9), "closes_at": datetime.time(17)}
    facts = {
        "for_whom": "所有居民",
        "fee": "免费",
        "where": "社区一楼",
        "phone": "0731-1234",
        "lat": 27.8,
        "lon": 113.1,
    }
    return offered(world, **hours, **facts)


def get(path: str, status: int = 200) -> Any:
    answer = Client().get(f"/hsds/{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_the_root_says_what_it_is(db: None) -> None:
    answer = get("")
    assert answer["version"] == "3.0"
    document = get("openapi.json")
    assert {"/services", "/services/{id}"} <= set(document["paths"])
    assert all(name.startswith("http") for name in (answer["profile"], answer["openapi_url"]))


def test_a_service_is_what_the_standard_asks(service: Service) -> None:
    answer = get(f"services/{service.pk}")
    check(answer, "service")
    assert (answer["id"], answer["status"]) == (str(service.pk), "active")
    (schedule,) = answer["schedules"]
    assert (schedule["byday"], schedule["opens_at"], schedule["timezone"]) == ("SA,SU", "09:00+08:00", 8)
    (at,) = answer["service_at_locations"]
    assert at["location"]["addresses"][0]["address_1"] == "社区一楼"
    assert answer["attributes"][0]["taxonomy_term"]["code"] == "culture"


def test_what_is_not_known_is_left_out(world: World, service: Service) -> None:
    Service.objects.update(where="", lat=None, lon=None, weekdays="", opens_at=None, closes_at=None, phone="", fee="")
    for name, kind in (("services", "service"), ("service_at_locations", "service_at_location")):
        answer = get(f"{name}/{service.pk}")
        check(answer, kind)
        assert "fees_description" not in answer
    check(get(f"organizations/{world.club.pk}"), "organization")


@pytest.mark.parametrize(
    ("name", "brief", "full"),
    [
        ("services", "service_list", "service"),
        ("organizations", "organization_list", "organization"),
        ("service_at_locations", "service_at_location_list", "service_at_location"),
    ],
)
def test_lists_are_pages_of_the_standard(service: Service, name: str, brief: str, full: str) -> None:
    for query, kind in (("", brief), ("?full=true", full), ("?full=true&full_service=true", full)):
        page = get(name + query)
        assert (page["total_items"], page["size"], page["first_page"], page["empty"]) == (1, 1, True, False)
        (answer,) = page["contents"]
        check(answer, kind)


def test_an_organization_holds_its_services(world: World, service: Service) -> None:
    answer = get(f"organizations/{world.club.pk}?full_service=true")
    check(answer, "organization")
    assert answer["services"][0]["schedules"]
    answer = get(f"organizations/{world.club.pk}")
    check(answer, "organization")
    assert answer["services"] == [{"id": str(service.pk), "name": "图书角开放", "status": "active"}]


def test_taxonomies_are_the_fields_of_work(service: Service) -> None:
    (taxonomy,) = get("taxonomies")["contents"]
    assert get(f"taxonomies/{taxonomy['id']}") == taxonomy
    terms = get("taxonomy_terms")["contents"]
    inside = schema("service")["properties"]["attributes"]["items"]["properties"]["taxonomy_term"]
    for term in terms:
        Draft202012Validator(inside, format_checker=FormatChecker()).validate(term)
    assert len(terms) == WorkField.objects.count()
    assert get(f"taxonomy_terms/{terms[0]['id']}") == terms[0]
    assert get(f"taxonomy_terms?taxonomy_id={uuid.uuid4()}")["empty"]


def test_filters_are_all_asked_at_once(world: World, service: Service) -> None:
    culture, rights = WorkField.objects.get(code="culture"), WorkField.objects.get(code="rights")
    taxonomy = get("taxonomies")["contents"][0]["id"]
    right = {
        "search": "借书",
        "organization_id": world.club.pk,
        "taxonomy_term_id": culture.pk,
        "taxonomy_id": taxonomy,
        "modified_after": "2026-01-01",
    }
    wrong = {
        "search": "理发",
        "organization_id": uuid.uuid4(),
        "taxonomy_term_id": rights.pk,
        "taxonomy_id": uuid.uuid4(),
        "modified_after": "2100-01-01T00:00:00+08:00",
    }
    for name in ("services", "service_at_locations"):
        whole = "&".join(f"{key}={value}" for key, value in right.items())
        assert get(f"{name}?{whole}")["total_items"] == 1
        for key, value in wrong.items():
            query = "&".join(f"{one}={quote(str(found))}" for one, found in (right | {key: value}).items())
            assert get(f"{name}?{query}")["total_items"] == 0, key


def test_ids_stay_and_harvesters_hear_of_an_end(world: World, service: Service) -> None:
    before = get(f"services/{service.pk}")
    ORGANISATION.make(world.club, "stop_service", actor=world.actor(world.teacher), data=Chosen(service))
    assert get("services")["empty"]
    (answer,) = get("services?modified_after=2026-01-01")["contents"]
    assert (answer["id"], answer["status"]) == (str(service.pk), "inactive")
    left = Left("散了", datetime.date(2026, 11, 2))
    ORGANISATION.make(world.club, "take_off", actor=world.actor(world.officer), data=left)
    after = get(f"services/{service.pk}")
    check(after, "service")
    assert after["status"] == "defunct"
    assert after["service_at_locations"][0]["location_id"] == before["service_at_locations"][0]["location_id"]
    assert after["last_modified"] >= before["last_modified"]
    assert get(f"organizations/{world.club.pk}")["id"] == str(world.club.pk)


def test_what_is_only_listed_is_nowhere(world: World) -> None:
    service = offered(world)
    for name in ("services", "organizations", "service_at_locations"):
        assert get(name)["empty"]
        assert get(f"{name}?modified_after=2020-01-01")["empty"]
    get(f"services/{service.pk}", 404)
    get(f"organizations/{world.club.pk}", 404)


def test_minimal_and_ndjson(world: World, service: Service) -> None:
    page = get("services?minimal=true&per_page=10000")
    assert page["contents"] == [
        {"id": str(service.pk), "modified_date": get("services")["contents"][0]["last_modified"]}
    ]
    for name, kind in (("services", "service_list"), ("organizations", "organization_list")):
        answer = Client().get(f"/hsds/{name}?format=ndjson")
        (line,) = b"".join(answer).splitlines()
        check(json.loads(line), kind)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        *("page=0", "page=-1", "page=1000000000", "page=x", "page=²", "per_page=1000000", "per_page=0", "format=xml"),
        "search=" + "长" * 5000,
    ],
)
def test_what_no_list_answers(service: Service, name: str, query: str) -> None:
    assert get(f"{name}?{query}", 422)["errors"]


@pytest.mark.parametrize(
    "query",
    [
        *("full=maybe", "minimal=2", "organization_id=x", "taxonomy_term_id=1", "taxonomy_id=%20-"),
        *("modified_after=yesterday", "modified_after=0001-01-01T00:00:00%2B14:00"),
    ],
)
def test_what_no_filter_is(service: Service, query: str) -> None:
    assert get(f"services?{query}", 422)["errors"]


def test_without_postcodes_none_is_asked(service: Service) -> None:
    get("service_at_locations?postcode=412000", 422)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("key", ["x", "0", "OR-2026-000001", "0bb3a7fe-9f18-473b-a771-99dd9cac9acf", "长" * 300])
def test_ids_that_are_none(service: Service, name: str, key: str) -> None:
    get(f"{name}/{key}", 404)


def test_a_page_beyond_the_last_is_empty(service: Service) -> None:
    page = get("services?page=3&per_page=1")
    assert (page["empty"], page["last_page"], page["total_pages"]) == (True, True, 1)


def test_the_same_number_of_queries_however_many(world: World, service: Service) -> None:
    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            get(path)
        return len(queries)

    paths = [f"{name}?full=true&full_service=true" for name in LISTS[:3]] + ["services?minimal=true"]
    get(paths[0])
    before = [count(path) for path in paths]
    for number in range(4):
        offered(world, name=f"共读{number}")
    assert [count(path) for path in paths] == before


def test_caches_may_keep_it_and_anybody_may_read_it(service: Service) -> None:
    answer = Client().get("/hsds/services")
    assert "public" in answer["Cache-Control"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "public" not in Client().get("/hsds/services?page=0")["Cache-Control"]
    assert Client().post("/hsds/services").status_code == 405


def test_a_runaway_loop_is_slowed_down(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hsds_query, "GETS", 2)
    get("services")
    get("services")
    answer = Client().get("/hsds/services")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
