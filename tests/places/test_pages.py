import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.audit.models import Entry
from linli.kernel.actor import SYSTEM
from linli.people.models import User
from linli.places import rules
from linli.places.boundaries import Report, save
from linli.places.models import FormerCode, Place, RuleOverride
from linli.places.shapes import Shape, read_shape
from tests.people.factories import make_post, signed_in
from tests.places.factories import GRID, make_place

pytestmark = pytest.mark.django_db

COMMUNITY, DISTRICT = GRID[:12], GRID[:6]
RULE = "places.work_hours"
HOURS = {"value": "08:30-12:00 14:00-18:00", "valid_from": "2026-03-02", "source": "区政发〔2026〕1号"}


def square(west: float, south: float, side: float = 0.01) -> Shape:
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    return read_shape({"type": "Polygon", "coordinates": [ring]}, is_gcj02=False)


def draw(place: Place, shape: Shape) -> None:
    save({place: shape}, on=date(2026, 1, 1), report=Report(), actor=SYSTEM, source="test", is_invented=True)


@pytest.fixture
def administrator() -> Callable[[str], Client]:
    """Signs in somebody who sets the rules of one place."""

    def sign_in(code: str) -> Client:
        return signed_in(make_post(system_admin=True, place=make_place(code), user__totp=True).user)

    return sign_in


def test_a_place_shows_what_lies_in_it_and_what_it_lies_in(client: Client) -> None:
    make_place(GRID, name="第1网格")
    make_place(COMMUNITY, name="大湖塘居委会")
    answer = client.get(f"/places/{COMMUNITY}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'href="/places/{GRID}/"' in page
    assert f'href="/places/{DISTRICT}/"' in page
    assert "每个网格 200 至 300 户" in page
    assert "data-map" not in page, "there is nothing to draw"


def test_the_first_page_of_places_is_the_district(client: Client) -> None:
    make_place(DISTRICT)
    answer = client.get("/places/")
    assert (answer.status_code, answer["Location"]) == (302, f"/places/{DISTRICT}/")


def test_without_a_district_it_lists_the_provinces_or_says_what_to_do(client: Client) -> None:
    assert "import places" in client.get("/places/").content.decode()
    make_place("43", name="湖南省")
    assert "湖南省" in client.get("/places/").content.decode()


@pytest.mark.parametrize("code", ["430299", "43021", "abc", "４３", "430211'--", "9" * 40])
def test_a_code_of_nowhere_is_not_found(client: Client, code: str) -> None:
    make_place(DISTRICT)
    assert client.get(f"/places/{code}/").status_code == 404
    assert client.get(f"/places/{code}/children.geojson").status_code == 404


def test_a_former_code_leads_to_the_present_one(client: Client) -> None:
    place = make_place(COMMUNITY)
    FormerCode.objects.create(place=place, code="430211001099", valid_to=date(2026, 1, 1))
    assert client.get("/places/430211001099/")["Location"] == f"/places/{COMMUNITY}/"
    assert "430211001099" in client.get(f"/places/{COMMUNITY}/").content.decode()


def test_long_lists_come_in_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.places.views.PAGE", 2)
    for number in range(1, 6):
        make_place(f"{COMMUNITY}{number:03d}")
    seen, address = [], f"/places/{COMMUNITY}/"
    while address:
        answer = client.get(address)
        page = answer.content.decode()
        assert page.count("data-row") <= 2
        seen += [
            f"{COMMUNITY}{number:03d}" for number in range(1, 6) if f'href="/places/{COMMUNITY}{number:03d}/"' in page
        ]
        mark = f"?after={seen[-1]}"
        address = f"/places/{COMMUNITY}/{mark}" if f'href="{mark}"' in page else ""
    assert seen == [f"{COMMUNITY}{number:03d}" for number in range(1, 6)]


def test_the_queries_of_a_place_are_fixed(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(1, 30):
        make_place(f"{COMMUNITY}{number:03d}")
    with django_assert_max_num_queries(9):
        client.get(f"/places/{COMMUNITY}/")


def test_the_map_of_the_children(client: Client) -> None:
    make_place(GRID, name="第1网格")
    make_place(f"{COMMUNITY}002", name="第2网格")
    draw(Place.objects.get(code=GRID), square(113.0, 27.8))
    draw(Place.objects.get(code=f"{COMMUNITY}002"), square(113.01, 27.8))
    answer = client.get(f"/places/{COMMUNITY}/children.geojson")
    assert answer["Content-Type"] == "application/geo+json"
    assert "public" in answer["Cache-Control"]
    features = json.loads(answer.content)["features"]
    assert [feature["properties"]["name"] for feature in features] == ["第1网格", "第2网格"]
    assert features[0]["properties"] == {"code": GRID, "name": "第1网格", "level": "grid", "invented": True}
    again = client.get(f"/places/{COMMUNITY}/children.geojson", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    draw(Place.objects.get(code=GRID), square(113.0, 27.79))
    changed = client.get(f"/places/{COMMUNITY}/children.geojson", headers={"If-None-Match": answer["ETag"]})
    assert (changed.status_code, changed["ETag"] != answer["ETag"]) == (200, True)
    page = client.get(f"/places/{COMMUNITY}/").content.decode()
    assert f'data-boundaries="/places/{COMMUNITY}/children.geojson"' in page


def test_the_map_of_a_place_without_children_is_its_own(client: Client) -> None:
    draw(make_place(GRID), square(113.0, 27.8))
    features = json.loads(client.get(f"/places/{GRID}/children.geojson").content)["features"]
    assert [feature["properties"]["code"] for feature in features] == [GRID]
    assert "虚构" in client.get(f"/places/{GRID}/").content.decode()
    assert json.loads(client.get("/places/43/children.geojson").content)["features"] == []


def test_names_cannot_break_out_of_the_page(client: Client) -> None:
    make_place(COMMUNITY, name="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(f"/places/{COMMUNITY}/").content.decode()


def test_everybody_reads_the_rules(client: Client) -> None:
    page = client.get("/rules/").content.decode()
    for name, rule in rules.declared:
        assert str(rule.title) in page
        answer = client.get(f"/rules/{name}/")
        assert answer.status_code == 200
        assert rule.default_text in answer.content.decode()
        assert "另行规定：" not in answer.content.decode()
    assert client.get("/rules/no.such.rule/").status_code == 404


def test_an_administrator_sets_a_rule(administrator: Callable[[str], Client]) -> None:
    client = administrator(DISTRICT)
    make_place(COMMUNITY, name="大湖塘居委会")
    answer = client.post(f"/rules/{RULE}/set/", {**HOURS, "place": "大湖塘居委会"})
    assert (answer.status_code, answer.get("Location")) == (302, f"/rules/{RULE}/")
    assert str(rules.WORK_HOURS.at(GRID, on=date(2026, 3, 2))) == HOURS["value"]
    entry = Entry.objects.get(action="rule.set")
    assert entry.actor_id == User.objects.get().pk
    page = client.get(f"/rules/{RULE}/").content.decode()
    assert HOURS["value"] in page
    assert "区政发〔2026〕1号" in page
    override = RuleOverride.objects.get()
    answer = client.post(f"/rules/overrides/{override.pk}/withdraw/")
    assert answer.status_code == 302
    assert not RuleOverride.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"place": "430299"}, "没有找到"),
        ({"place": "同名社区"}, "同名"),
        ({"place": "430212"}, "管不到"),
        ({"place": "43"}, "管不到"),
        ({"place": ""}, "id_place"),
        ({"value": "九点到五点"}, "09:00-12:00"),
        ({"value": "09:00-12:00 11:00-13:00"}, "重叠"),
        ({"valid_from": "昨天"}, "id_valid_from"),
        ({"source": ""}, "id_source"),
        ({"value": "8" * 300}, "200"),
    ],
)
def test_what_is_wrong_is_said_by_the_field_and_what_was_typed_is_kept(
    administrator: Callable[[str], Client], changes: dict[str, str], words: str
) -> None:
    client = administrator(DISTRICT)
    make_place("430212")
    make_place("430211001001", name="同名社区")
    make_place("430211001002", name="同名社区")
    answer = client.post(f"/rules/{RULE}/set/", {**HOURS, "place": DISTRICT, **changes})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert changes.get("source", HOURS["source"]) in page
    assert not RuleOverride.objects.exists()


def test_a_rule_without_subject_does_not_ask_for_one(administrator: Callable[[str], Client]) -> None:
    client = administrator(DISTRICT)
    assert 'name="subject"' not in client.get(f"/rules/{RULE}/set/").content.decode()
    per_subject = next(name for name, rule in rules.declared if rule.is_per_subject)
    assert 'name="subject"' in client.get(f"/rules/{per_subject}/set/").content.decode()
    today = timezone.localdate().isoformat()
    assert today in client.get(f"/rules/{RULE}/set/?place={DISTRICT}").content.decode()


def test_nobody_else_sets_rules(client: Client, administrator: Callable[[str], Client]) -> None:
    override = RuleOverride.objects.create(
        rule=RULE, place=make_place("430212"), value="09:00-12:00", valid_from=date(2026, 1, 1), source="试"
    )
    assert client.get(f"/rules/{RULE}/set/").status_code == 302
    assert client.post(f"/rules/overrides/{override.pk}/withdraw/")["Location"].startswith("/accounts/login/")
    worker = signed_in(make_post(user__totp=True).user)
    assert worker.get(f"/rules/{RULE}/set/").status_code == 404
    assert worker.post(f"/rules/{RULE}/set/", {**HOURS, "place": DISTRICT}).status_code == 404
    assert worker.post(f"/rules/overrides/{override.pk}/withdraw/").status_code == 404
    neighbour = administrator(DISTRICT)
    assert neighbour.post(f"/rules/overrides/{override.pk}/withdraw/").status_code == 404
    assert RuleOverride.objects.get() == override
