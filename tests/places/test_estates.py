"""Estates: put down by the community's worker or the system administrator, seen by everybody."""

import json
from typing import Any

import pytest
from django.test import Client

from linli.audit.models import Entry
from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Conflict, Invalid, NotFound
from linli.places.describing.estates import EstateFacts, edit_estate, make_estate
from linli.places.models import Estate, EstateKind, Management, Place
from tests.people.factories import actor_with, make_post, signed_in
from tests.places.factories import GRID, make_place

pytestmark = pytest.mark.django_db
COMMUNITY, STREET = GRID[:12], GRID[:9]


@pytest.fixture
def community() -> Place:
    make_place(GRID, name="第1网格")
    return Place.objects.get(code=COMMUNITY)


def facts(**more: Any) -> EstateFacts:
    values: dict[str, Any] = {
        "name": "滨江花园",
        "kind": EstateKind.COMMODITY,
        "management": Management.COMPANY,
        "households": 320,
        "grid": None,
    }
    return EstateFacts(**{**values, **more})  # type: ignore[typeddict-item]


def test_an_estate_is_put_down_and_changed(community: Place) -> None:
    worker = actor_with(community_worker=True)
    grid = Place.objects.get(code=GRID)
    estate = make_estate(community, facts=facts(name="  滨江  花园 ", grid=grid), actor=worker)
    assert (estate.name, estate.grid) == ("滨江 花园", grid)
    edit_estate(estate, facts=facts(management=Management.NONE), seen=1, actor=worker)
    estate.refresh_from_db()
    assert (estate.name, estate.management, estate.version) == ("滨江花园", Management.NONE, 2)
    entries = Entry.objects.filter(subject_id=estate.pk).order_by("pk")
    assert [entry.action for entry in entries] == ["estate.make", "estate.edit"]
    assert json.loads(entries[1].detail)["management"] == "none"
    with pytest.raises(Conflict):
        edit_estate(estate, facts=facts(), seen=1, actor=worker)


@pytest.mark.parametrize(
    ("more", "field"), [({"name": " "}, "name"), ({"name": "已有"}, "name"), ({"grid": "next door"}, "grid")]
)
def test_what_cannot_be(community: Place, more: dict[str, Any], field: str) -> None:
    make_estate(community, facts=facts(name="已有"), actor=SYSTEM)
    if more.get("grid"):
        more = {"grid": make_place("430211001002001")}
    with pytest.raises(Invalid) as refused:
        make_estate(community, facts=facts(**more), actor=SYSTEM)
    assert list(refused.value.errors) == [field]
    assert Estate.objects.count() == 1


def test_who_may(community: Place) -> None:
    elsewhere = make_place("430211001002")
    for actor in (
        actor_with(),
        actor_with(leader=True),
        actor_with(security_admin=True),
        actor_with(community_worker=True, place=elsewhere),
    ):
        with pytest.raises(NotFound):
            make_estate(community, facts=facts(), actor=actor)
    make_estate(community, facts=facts(), actor=actor_with(system_admin=True))


def test_the_pages(community: Place, client: Client) -> None:
    worker = signed_in(make_post(community_worker=True, user__totp=True).user)
    assert "还没有登记小区" in client.get(f"/places/{COMMUNITY}/estates/").content.decode()
    filled = {"name": "滨江花园", "kind": "commodity", "management": "company", "households": "320", "grid": ""}
    answer = worker.post(f"/places/{COMMUNITY}/estates/new/", filled)
    assert answer["Location"] == f"/places/{COMMUNITY}/estates/"
    estate = Estate.objects.get()
    answer = worker.post(f"/places/estates/{estate.pk}/", {**filled, "management": "none", "seen": "1"})
    assert answer.status_code == 302
    stale = worker.post(f"/places/estates/{estate.pk}/", {**filled, "seen": "1"})
    assert stale.status_code == 409
    assert 'name="seen" value="2"' in stale.content.decode()
    assert worker.post(f"/places/estates/{estate.pk}/", {**filled, "seen": "x"}).status_code == 409
    assert worker.post(f"/places/{COMMUNITY}/estates/new/", filled).status_code == 422
    assert worker.post(f"/places/{COMMUNITY}/estates/new/", {**filled, "households": "-1"}).status_code == 422
    assert "滨江花园" in client.get(f"/places/{COMMUNITY}/").content.decode(), "on the page of the place too"
    assert "estates/new" not in client.get(f"/places/{COMMUNITY}/estates/").content.decode()


def test_those_that_nobody_runs_are_found(community: Place, client: Client) -> None:
    next_door = make_place("430211001002")
    make_estate(community, facts=facts(name="老院子", management=Management.NONE), actor=SYSTEM)
    make_estate(community, facts=facts(name="新花园"), actor=SYSTEM)
    make_estate(next_door, facts=facts(name="另一个院子", management=Management.NONE), actor=SYSTEM)
    page = client.get(f"/places/{STREET}/estates/?management=none").content.decode()
    assert "老院子" in page
    assert "另一个院子" in page
    assert "新花园" not in page
    assert "三无小区 2" in page
    assert "另一个院子" not in client.get(f"/places/{COMMUNITY}/estates/").content.decode()
    assert "新花园" in client.get(f"/places/{STREET}/estates/?management=nonsense&kind=x").content.decode()
    assert "没有符合条件" in client.get(f"/places/{STREET}/estates/?kind=village").content.decode()


def test_a_long_list_comes_in_pages_with_a_fixed_number_of_queries(
    community: Place, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr("linli.places.estate_pages.PAGE", 10)
    for number in range(25):
        make_estate(community, facts=facts(name=f"花园{number:02d}"), actor=SYSTEM)
    seen: list[str] = []
    address = f"/places/{COMMUNITY}/estates/"
    while address:
        with django_assert_max_num_queries(6):
            page = client.get(address).content.decode()
        seen += [f"花园{number:02d}" for number in range(25) if f"花园{number:02d}" in page]
        mark = page.split('href="?after=')[1].split('"')[0] if 'href="?after=' in page else ""
        address = f"/places/{COMMUNITY}/estates/?after={mark}" if mark else ""
    assert seen == [f"花园{number:02d}" for number in range(25)]
    assert client.get(f"/places/{COMMUNITY}/estates/?after=x").status_code == 200
