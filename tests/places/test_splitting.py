"""A part of a grid becomes a grid of its own."""

import json
from datetime import date

import pytest

from linli.audit.models import Entry
from linli.events.core.flows import EVENT
from linli.inbox.models import Task
from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Invalid
from linli.places.geometry import grid_at
from linli.places.models import Households, Place
from linli.places.redrawing.merging import merge_grids
from linli.places.redrawing.splitting import split_grid
from tests.events import town as towns
from tests.events.town import COMMUNITY, GRID, Town
from tests.places.factories import make_place
from tests.places.test_pages import draw, square

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return towns.build()


@pytest.fixture
def other() -> Place:
    """Grid 1 with two buildings, next to the town's grid 3."""
    make_place(f"{COMMUNITY}001001", name="1栋")
    make_place(f"{COMMUNITY}001002", name="2栋")
    return Place.objects.get(code=f"{COMMUNITY}001")


def test_a_split_makes_a_grid_of_the_chosen_buildings(town: Town, other: Place) -> None:
    first, second = Place.objects.filter(parent=other).order_by("code")
    event = town.event(place=other)
    new = split_grid(other, name="第4网格", buildings=[second], actor=SYSTEM)
    second.refresh_from_db()
    first.refresh_from_db()
    assert (new.code, second.code, first.parent) == (f"{COMMUNITY}004", f"{COMMUNITY}004002", other)
    event.refresh_from_db()
    assert event.place == other, "nobody knows on which side it lies"
    assert json.loads(Entry.objects.get(action="place.split").detail)["to"] == new.code


def test_a_split_by_an_area_divides_land_and_open_events(town: Town, other: Place) -> None:
    draw(other, square(113.0, 27.8, 0.01))
    Place.objects.filter(parent=other, code__endswith="002").update(lat=27.805, lon=113.008)
    here = town.event(place=None, lat=27.805, lon=113.002)
    there, over = (town.event(place=None, lat=27.805, lon=113.007) for _ in range(2))
    EVENT.make(over, "reject", actor=town.actor(town.clerk), note="重复")
    new = split_grid(other, name="东网格", buildings=[], area=square(113.005, 27.79, 0.03), actor=SYSTEM)
    for event in (here, there, over):
        event.refresh_from_db()
    assert [event.place for event in (here, there, over)] == [other, new, other]
    assert Task.objects.get(pk=there.pk).code == new.code
    assert [place.name for place in Place.objects.filter(parent=new)] == ["2栋"]
    east, west = grid_at(27.805, 113.007), grid_at(27.805, 113.002)
    assert east is not None
    assert west is not None
    assert (east.id, west.id) == (new.pk, other.pk)


def test_a_split_divides_the_households(town: Town, other: Place) -> None:
    Households.objects.create(place=other, count=500, counted_on=date(2026, 1, 1))
    building = Place.objects.filter(parent=other).order_by("code")[0]
    with pytest.raises(Invalid):
        split_grid(other, name="新", buildings=[building], households=500, actor=SYSTEM)
    new = split_grid(other, name="新", buildings=[building], households=200, actor=SYSTEM)
    assert Households.objects.get(place=other).count == 300
    assert Households.objects.get(place=new).count == 200


def test_splitting_off_nothing_or_everything(town: Town, other: Place) -> None:
    draw(other, square(113.0, 27.8))
    everything = list(Place.objects.filter(parent=other))
    foreign = make_place(f"{GRID}007")
    for buildings, area in (
        ([], None),
        (everything, None),
        ([foreign], None),
        ([], square(113.5, 27.8)),
        ([], square(112.99, 27.79, 0.05)),
    ):
        with pytest.raises(Invalid):
            split_grid(other, name="新", buildings=buildings, area=area, actor=SYSTEM)
    with pytest.raises(Invalid) as refused:
        split_grid(town.grid, name="新", buildings=[], area=square(113.0, 27.8), actor=SYSTEM)
    assert "还没有界线" in refused.value.errors["area"][0]
    assert Place.objects.filter(parent=town.community).count() == 2


def test_a_number_that_was_once_a_grids_is_not_given_again(town: Town, other: Place) -> None:
    building = Place.objects.filter(parent=other).order_by("code")[0]
    merge_grids(other, [town.grid], name="合", takes_posts=False, actor=SYSTEM)
    assert split_grid(other, name="新", buildings=[building], actor=SYSTEM).code == f"{COMMUNITY}004"
