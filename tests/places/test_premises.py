"""Premises beside the standard, grids beside their size, households, the three sign-offs."""

import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from linli.audit.models import Entry
from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Conflict, Invalid, NotFound
from linli.places import rules
from linli.places.actions import set_rule
from linli.places.describing.households import set_households
from linli.places.describing.premises import PremisesFacts, edit_premises, make_premises, sign_off
from linli.places.describing.standards import grid_sizes, required_area, standings
from linli.places.models import Households, Place, Premises, PremisesKind, SignOff, Step
from tests.people.factories import actor_with, make_post, signed_in
from tests.places.factories import GRID, make_place

COMMUNITY, STREET, DISTRICT = GRID[:12], GRID[:9], GRID[:6]


def required(households: int, *, centre_wins: bool = True) -> int:
    return required_area(households, rate=50, cap=1500, centre=800, centre_wins=centre_wins)


@pytest.mark.parametrize(
    ("households", "by_rate", "wanted"),
    [
        (0, 0, 800),
        (1, 1, 800),
        (1000, 500, 800),
        (1599, 800, 800),
        (1600, 800, 800),
        (1601, 801, 801),
        (2000, 1000, 1000),
        (3000, 1500, 1500),
        (3001, 1500, 1500),
        (4000, 1500, 1500),
    ],
)
def test_the_square_metres_by_hand(households: int, by_rate: int, wanted: int) -> None:
    assert required(households) == wanted
    assert required(households, centre_wins=False) == by_rate


@given(
    households=st.integers(0, 200_000), rate=st.integers(0, 500), cap=st.integers(0, 5000), centre=st.integers(0, 3000)
)
def test_more_households_never_need_less_and_the_bounds_hold(households: int, rate: int, cap: int, centre: int) -> None:
    def area(count: int, *, wins: bool = True) -> int:
        return required_area(count, rate=rate, cap=cap, centre=centre, centre_wins=wins)

    assert area(households) <= area(households + 1)
    assert centre <= area(households) <= max(cap, centre)
    assert area(households) == max(area(households, wins=False), centre)
    if rate * households <= 100 * cap:
        assert rate * households <= 100 * area(households, wins=False) < rate * households + 100


@pytest.fixture
def community(db: None) -> Place:
    make_place(GRID, name="第1网格")
    make_place(f"{COMMUNITY}002", name="第2网格")
    return Place.objects.get(code=COMMUNITY)


def facts(**more: Any) -> PremisesFacts:
    values: dict[str, Any] = {
        "name": "党群服务中心",
        "kind": PremisesKind.PARTY_CENTRE,
        "area": 500,
        "hours": "",
        "contact": "",
        "lat": None,
        "lon": None,
        "is_planned": False,
    }
    return PremisesFacts(**{**values, **more})  # type: ignore[typeddict-item]


def count(place: Place, households: int) -> None:
    Households.objects.create(place=place, count=households, counted_on=date(2026, 1, 1))


def test_a_community_beside_the_standard(community: Place) -> None:
    count(community, 2000)
    make_premises(community, facts=facts(), actor=SYSTEM)
    make_premises(community, facts=facts(name="食堂", kind=PremisesKind.CANTEEN, area=200), actor=SYSTEM)
    make_premises(
        community, facts=facts(name="新食堂", kind=PremisesKind.CANTEEN, area=900, is_planned=True), actor=SYSTEM
    )
    (row,) = standings(COMMUNITY)
    assert (row.required, row.actual, row.shortfall, row.planned) == (1000, 700, 300, 900)
    assert (row.centre_required, row.centre, row.centre_shortfall) == (800, 500, 300)


def test_households_are_those_of_the_community_or_of_its_grids(community: Place) -> None:
    assert standings(COMMUNITY)[0].households is None
    assert standings(COMMUNITY)[0].shortfall is None
    count(Place.objects.get(code=GRID), 250)
    assert (standings(COMMUNITY)[0].households, standings(COMMUNITY)[0].unknown_grids) == (250, 1)
    count(community, 600)
    assert (standings(COMMUNITY)[0].households, standings(COMMUNITY)[0].unknown_grids) == (600, 0)


def test_each_number_is_a_rule_of_the_place(community: Place) -> None:
    count(community, 1000)
    today = timezone.localdate()
    for rule, value, wanted in (
        (rules.PARTY_CENTRE_WINS, "否", 500),
        (rules.PREMISES_RATE, "100", 1000),
        (rules.PREMISES_CAP, "900", 900),
    ):
        set_rule(rule, community, value=value, valid_from=today, source="试点", actor=SYSTEM)
        assert standings(COMMUNITY)[0].required == wanted


def test_grids_beside_the_size_they_should_have(community: Place) -> None:
    for number, households in ((1, 199), (2, 200), (3, 300), (4, 301)):
        count(make_place(f"{COMMUNITY}{number:03d}"), households)
    make_place(f"{COMMUNITY}005")
    ended = make_place(f"{COMMUNITY}006")
    Place.objects.filter(pk=ended.pk).update(ended_on=date(2026, 1, 1))
    assert [size.off for size in grid_sizes(COMMUNITY)] == [-1, 0, 0, 1, None]


# --- households ---


def test_households_are_put_down(community: Place) -> None:
    grid, today = Place.objects.get(code=GRID), timezone.localdate()
    worker = actor_with(community_worker=True)
    assert set_households(community, {community: 500, grid: 250}, counted_on=today, actor=worker) == 2
    assert set_households(community, {community: None, grid: 250}, counted_on=today, actor=worker) == 1
    assert list(Households.objects.values_list("place__code", "count")) == [(GRID, 250)]
    entry = Entry.objects.filter(action="households.set").order_by("-pk")[0]
    assert json.loads(entry.detail)["households"] == [COMMUNITY]


def test_households_that_cannot_be(community: Place) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Invalid):
        set_households(community, {community: 5}, counted_on=tomorrow, actor=SYSTEM)
    foreign = make_place("430211001002001")
    with pytest.raises(Conflict):
        set_households(community, {foreign: 5}, counted_on=timezone.localdate(), actor=SYSTEM)
    with pytest.raises(NotFound):
        set_households(community, {community: 5}, counted_on=timezone.localdate(), actor=actor_with(leader=True))


# --- premises and their three sign-offs ---


def test_new_premises_are_signed_off_three_times(community: Place) -> None:
    worker = actor_with(community_worker=True)
    premises = make_premises(community, facts=facts(is_planned=True), actor=worker)
    with pytest.raises(Invalid):
        sign_off(premises, step=Step.NAMING, on=date(2026, 3, 2), actor=worker)
    sign_off(premises, step=Step.PLANNING, on=date(2026, 3, 2), actor=worker)
    for on in (date(2026, 3, 1), timezone.localdate() + timedelta(days=1)):
        with pytest.raises(Invalid):
            sign_off(premises, step=Step.NAMING, on=on, actor=worker)
    sign_off(premises, step=Step.NAMING, on=date(2026, 3, 2), actor=worker)
    with pytest.raises(Invalid) as refused:
        edit_premises(premises, facts=facts(is_planned=False), seen=1, actor=worker)
    assert list(refused.value.errors) == ["is_planned"]
    with pytest.raises(Invalid):
        sign_off(premises, step=Step.PLANNING, on=None, actor=worker)
    sign_off(premises, step=Step.APPROVAL, on=date(2026, 4, 1), actor=worker)
    assert set(SignOff.objects.values_list("step", "signed_by")) == {(step, worker.id) for step in Step.values}
    edit_premises(premises, facts=facts(is_planned=False), seen=1, actor=worker)
    assert standings(COMMUNITY)[0].actual == 500
    with pytest.raises(Invalid):
        sign_off(premises, step=Step.APPROVAL, on=None, actor=worker)
    with pytest.raises(Conflict):
        edit_premises(premises, facts=facts(), seen=1, actor=worker)
    assert Entry.objects.filter(action="premises.sign_off").count() == 3


def test_a_sign_off_is_taken_back_from_the_end(community: Place) -> None:
    premises = make_premises(community, facts=facts(is_planned=True), actor=SYSTEM)
    sign_off(premises, step=Step.PLANNING, on=date(2026, 3, 2), actor=SYSTEM)
    sign_off(premises, step=Step.PLANNING, on=None, actor=SYSTEM)
    assert not SignOff.objects.exists()
    with pytest.raises(Invalid):
        sign_off(premises, step="fourth", on=date(2026, 3, 2), actor=SYSTEM)


@pytest.mark.parametrize(
    ("more", "field"), [({"name": " "}, "name"), ({"name": "已有"}, "name"), ({"lat": 27.8}, "lon")]
)
def test_premises_that_cannot_be(community: Place, more: dict[str, Any], field: str) -> None:
    make_premises(community, facts=facts(name="已有"), actor=SYSTEM)
    with pytest.raises(Invalid) as refused:
        make_premises(community, facts=facts(**more), actor=SYSTEM)
    assert list(refused.value.errors) == [field]


# --- pages ---


def test_the_page_of_a_community(community: Place, client: Client) -> None:
    worker = signed_in(make_post(community_worker=True, user__totp=True).user)
    assert "还没有户数" in client.get(f"/places/{COMMUNITY}/premises/").content.decode()
    today = timezone.localdate().isoformat()
    answer = worker.post(f"/places/{COMMUNITY}/households/", {"counted_on": today, str(community.pk): "2000"})
    assert answer["Location"] == f"/places/{COMMUNITY}/premises/"
    filled = {"name": "党群服务中心", "kind": "party_centre", "area": "500"}
    assert worker.post(f"/places/{COMMUNITY}/premises/new/", filled).status_code == 302
    page = client.get(f"/places/{COMMUNITY}/premises/").content.decode()
    for number in ("2,000", "1,000", "500"):
        assert number in page
    assert "应有 800，缺 300 平方米" in page
    premises = Premises.objects.get()
    assert f"/places/premises/{premises.pk}/" not in page, "only those who keep them are led on"
    assert f"/places/premises/{premises.pk}/" in worker.get(f"/places/{COMMUNITY}/premises/").content.decode()
    assert worker.post(f"/places/premises/{premises.pk}/", {**filled, "area": "900", "seen": "1"}).status_code == 302
    assert worker.post(f"/places/premises/{premises.pk}/", {**filled, "seen": "1"}).status_code == 409
    assert worker.post(f"/places/{COMMUNITY}/premises/new/", {**filled, "area": "0"}).status_code == 422
    wrong = {"counted_on": today, str(community.pk): "many"}
    assert worker.post(f"/places/{COMMUNITY}/households/", wrong).status_code == 422


def test_signing_off_on_the_page(community: Place) -> None:
    user = make_post(community_worker=True, user__totp=True, user__name="陈静").user
    worker = signed_in(user)
    filled = {"name": "新中心", "kind": "party_centre", "area": "900", "is_planned": "on"}
    answer = worker.post(f"/places/{COMMUNITY}/premises/new/", filled)
    premises = Premises.objects.get()
    assert answer["Location"] == f"/places/premises/{premises.pk}/"
    for step, words in (("naming", "次序"), ("planning", "已保存")):
        address = f"/places/premises/{premises.pk}/{step}/"
        assert words in worker.post(address, {"on": "2026-03-02"}, follow=True).content.decode()
    page = worker.get(f"/places/premises/{premises.pk}/").content.decode()
    assert "陈静" in page
    assert "撤回" in page
    assert "请填写日期" in worker.post(address, {"on": "yesterday"}, follow=True).content.decode()


def test_the_table_of_a_subdistrict_and_its_file(community: Place, client: Client) -> None:
    count(community, 4000)
    make_premises(community, facts=facts(area=1600), actor=SYSTEM)
    count(make_place("430211001002"), 1000)
    page = client.get(f"/places/{STREET}/premises/").content.decode()
    assert page.count("data-row") == 2
    assert client.get(f"/places/{STREET}/premises/?short=1").content.decode().count("data-row") == 1
    assert client.get(f"/places/{STREET}/premises.xlsx").status_code == 302
    clerk = signed_in(make_post(leader=True, user__totp=True).user)
    answer = clerk.get(f"/places/{STREET}/premises.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert [row[2:6] for row in rows[1:]] == [[4000, 1500, 1600, 0], [1000, 800, 0, 800]]
    assert Entry.objects.filter(action="premises.export").count() == 1


def test_the_page_of_grid_sizes_and_its_file(community: Place, client: Client) -> None:
    count(Place.objects.get(code=GRID), 120)
    count(make_place(f"{COMMUNITY}003", name="第3网格"), 420)
    count(make_place(f"{COMMUNITY}004", name="第4网格"), 250)
    page = client.get(f"/places/{STREET}/grid-sizes/").content.decode()
    assert "少 80 户" in page
    assert "多 120 户" in page
    assert "第4网格" not in page
    assert "第2网格" in client.get(f"/places/{STREET}/grid-sizes/?which=unknown").content.decode()
    assert "多 120 户" not in client.get(f"/places/{STREET}/grid-sizes/?which=small").content.decode()
    assert client.get("/places/43/grid-sizes/").status_code == 404
    assert client.get(f"/places/{GRID}/premises/").status_code == 404
    clerk = signed_in(make_post(leader=True, user__totp=True).user)
    answer = clerk.get(f"/places/{STREET}/grid-sizes.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert [row[5] for row in rows[1:]] == [-80, "", 120, 0]


@pytest.mark.parametrize("page", ["premises/", "grid-sizes/", "estates/"])
def test_the_queries_do_not_grow_with_the_district(
    community: Place, client: Client, page: str, django_assert_max_num_queries: Any
) -> None:
    asked: Callable[[], Any] = lambda: client.get(f"/places/{DISTRICT}/{page}")  # noqa: E731
    for number in range(2, 30):
        place = make_place(f"430211001{number:03d}001")
        count(place, 10 * number)
    with django_assert_max_num_queries(10):
        assert asked().status_code == 200
