"""The pages on which grids are re-drawn: first what would move, then the act, if that is still what would."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.places.models import Boundary, Place
from tests.events import town as towns
from tests.events.town import COMMUNITY, GRID, Town
from tests.people.factories import make_post, signed_in
from tests.places.factories import make_place
from tests.places.test_pages import draw, square

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return towns.build()


@pytest.fixture
def other() -> Place:
    make_place(f"{COMMUNITY}001002", name="2栋")
    make_place(f"{COMMUNITY}001001", name="1栋")
    return Place.objects.get(code=f"{COMMUNITY}001")


@pytest.fixture
def client(town: Town) -> Client:
    return signed_in(make_post(system_admin=True, place=town.district, user__totp=True).user)


def digest_in(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{32})"', page)
    assert found, "the page offers the act"
    return found[1]


def test_merging_is_looked_at_and_then_done(client: Client, town: Town, other: Place) -> None:
    town.event(place=other)
    address = f"/places/{GRID}/merge/"
    assert 'name="seen"' not in client.get(address).content.decode()
    asked = {"others": [str(other.pk)], "name": "新网格", "posts": "end"}
    answer = client.post(address, asked)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"{other.name} 1栋、{other.name} 2栋" in page
    assert Place.objects.get(pk=other.pk).ended_on is None, "looking does nothing"
    answer = client.post(address, {**asked, "seen": digest_in(page)})
    assert (answer.status_code, answer["Location"]) == (302, f"/places/{GRID}/")
    assert Place.objects.get(pk=other.pk).ended_on == timezone.localdate()
    community = client.get(f"/places/{COMMUNITY}/").content.decode()
    assert f'href="/places/{GRID}/"' in community
    assert f'href="/places/{other.code}/"' not in community
    ended = client.get(f"/places/{other.code}/").content.decode()
    assert "撤销" in ended
    assert "/merge/" not in ended
    assert other.name in client.get(f"/places/{GRID}/").content.decode()


def test_what_changed_meanwhile_is_shown_again(client: Client, town: Town, other: Place) -> None:
    address, asked = f"/places/{GRID}/merge/", {"others": [str(other.pk)], "name": "新网格", "posts": "end"}
    seen = digest_in(client.post(address, asked).content.decode())
    town.event(place=other)
    answer = client.post(address, {**asked, "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "情况有了变化" in page
    assert digest_in(page) != seen
    answer = client.post(address, {**asked, "name": "另一个名字", "seen": digest_in(page)})
    assert answer.status_code == 409, "another wish is another plan"
    assert client.post(address, {**asked, "seen": digest_in(page)}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"others": []}, "id_others"),
        ({"others": ["00000000-0000-0000-0000-000000000000"]}, "id_others"),
        ({"others": ["x"]}, "id_others"),
        ({"name": ""}, "id_name"),
        ({"name": "甲" * 121}, "120"),
        ({"posts": "keep"}, "id_posts"),
    ],
)
def test_what_is_wrong_is_said_by_the_field(client: Client, other: Place, changes: dict[str, Any], words: str) -> None:
    answer = client.post(f"/places/{GRID}/merge/", {"others": [str(other.pk)], "name": "甲", "posts": "end", **changes})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'name="seen"' not in answer.content.decode()


def test_splitting_with_an_area(client: Client, other: Place) -> None:
    draw(other, square(113.0, 27.8))
    address = f"/places/{other.code}/split/"
    ring = [[113.005, 27.79], [113.03, 27.79], [113.03, 27.82], [113.005, 27.82], [113.005, 27.79]]
    area = str({"type": "Polygon", "coordinates": [ring]}).replace("'", '"')
    asked = {"name": "东网格", "area": area}
    page = client.post(address, asked).content.decode()
    assert "50%" in page
    answer = client.post(address, {**asked, "seen": digest_in(page)})
    new = Place.objects.get(name="东网格")
    assert answer["Location"] == f"/places/{new.code}/"
    assert Boundary.objects.filter(place=new, valid_to=None).exists()


@pytest.mark.parametrize(
    "area",
    ["{", "[]", "3", '{"type": "Point", "coordinates": [113, 27]}', '{"type": "FeatureCollection", "features": []}'],
)
def test_an_area_that_is_none(client: Client, other: Place, area: str) -> None:
    answer = client.post(f"/places/{other.code}/split/", {"name": "东网格", "area": area})
    assert answer.status_code == 422
    assert "field-area" in answer.content.decode()


def test_splitting_off_nothing_says_so(client: Client, other: Place) -> None:
    answer = client.post(f"/places/{other.code}/split/", {"name": "东网格"})
    assert answer.status_code == 422
    assert "请选择要分出去的楼栋" in answer.content.decode()


def test_moving_a_building_from_its_own_page(client: Client, town: Town, other: Place) -> None:
    building = Place.objects.get(code=f"{COMMUNITY}001001")
    address = f"/places/{other.code}/move/"
    assert f"{address}?building={building.pk}" in client.get(f"/places/{building.code}/").content.decode()
    assert "checked" in client.get(f"{address}?building={building.pk}").content.decode()
    asked = {"buildings": [str(building.pk)], "target": str(town.grid.pk)}
    page = client.post(address, asked).content.decode()
    answer = client.post(address, {**asked, "seen": digest_in(page)})
    assert answer["Location"] == f"/places/{GRID}/"
    assert client.get(f"/places/{COMMUNITY}001001/")["Location"] == f"/places/{GRID}001/"


def test_renaming(client: Client, town: Town) -> None:
    address, before = f"/places/{GRID}/rename/", town.grid.name
    assert before in client.get(address).content.decode()
    assert client.post(address, {"name": "𠮷祥🏠", "seen": before})["Location"] == f"/places/{GRID}/"
    page = client.get(f"/places/{GRID}/").content.decode()
    assert "𠮷祥🏠" in page
    assert before in page, "as the former name"
    answer = client.post(address, {"name": "又一个", "seen": before})
    assert answer.status_code == 422
    assert "情况有了变化" in answer.content.decode()


def test_recoding(client: Client, town: Town) -> None:
    today = timezone.localdate().isoformat()
    make_place("430211002003")
    address = f"/places/{GRID}/recode/"
    answer = client.post(address, {"code": "430211002003007", "on": today})
    assert answer["Location"] == "/places/430211002003007/"
    for code in ("43021100200300", "430212002003007", "430211002002001"):
        answer = client.post("/places/430211002003007/recode/", {"code": code, "on": today})
        assert answer.status_code == 422, code


def test_a_neighbours_administrator_finds_nothing_here(town: Town, other: Place) -> None:
    neighbour = signed_in(make_post(system_admin=True, place=make_place("430212"), user__totp=True).user)
    for page in ("merge", "split", "move", "rename", "recode"):
        assert neighbour.get(f"/places/{GRID}/{page}/").status_code == 404
    assert "/rename/" not in neighbour.get(f"/places/{GRID}/").content.decode()


def test_the_queries_of_a_look_do_not_grow_with_the_buildings(
    client: Client, town: Town, other: Place, django_assert_max_num_queries: Any
) -> None:
    for number in range(3, 40):
        make_place(f"{COMMUNITY}001{number:03d}")
        town.event(place=other)
    with django_assert_max_num_queries(40):
        client.post(f"/places/{GRID}/merge/", {"others": [str(other.pk)], "name": "甲", "posts": "end"})
