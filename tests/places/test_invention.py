from datetime import date

import pytest
import shapely

from linli.kernel.actor import SYSTEM
from linli.places.boundaries import Report
from linli.places.boundaries import save as save_boundaries
from linli.places.geometry import find_grid
from linli.places.imports import import_places, merge
from linli.places.invention import Invented, invent_boundaries, invent_grids
from linli.places.levels import Level
from linli.places.models import Boundary, Place
from linli.places.reading import Row, read_places
from linli.places.shapes import Shape
from tests.places.test_imports import TIANYUAN

SEED = 20260101
PLACES = {row.code: row.name for row in read_places(TIANYUAN).rows if len(row.code) >= 6}
COMMUNITIES = {code: name for code, name in PLACES.items() if len(code) == 12}
GRIDS = invent_grids(COMMUNITIES, count=800, seed=SEED)
NAMES = PLACES | {grid.code: grid.name for grid in GRIDS}


@pytest.fixture(scope="module")
def shapes() -> dict[str, Shape]:
    return invent_boundaries(NAMES, seed=SEED)


def test_eight_hundred_grids_over_a_hundred_communities() -> None:
    assert len(GRIDS) == len({grid.code for grid in GRIDS}) == 800
    assert {grid.code[:12] for grid in GRIDS} == set(COMMUNITIES)
    assert GRIDS[0] == Invented("430211001001001", "第1网格")
    assert invent_grids(COMMUNITIES, count=800, seed=SEED) == GRIDS
    assert invent_grids(COMMUNITIES, count=800, seed=SEED + 1) != GRIDS
    with pytest.raises(ValueError, match="fewer"):
        invent_grids(COMMUNITIES, count=99, seed=SEED)


def test_every_place_has_one_valid_piece(shapes: dict[str, Shape]) -> None:
    assert set(shapes) == set(NAMES)
    for code, shape in shapes.items():
        assert shape.is_valid, code
        assert shape.geom_type == "Polygon", code
        assert not shape.interiors, code
        assert shape.area > 0, code


def test_children_fill_their_parent_exactly(shapes: dict[str, Shape]) -> None:
    for length, below in ((6, 9), (9, 12), (12, 15)):
        for code in (code for code in shapes if len(code) == length):
            children = [shapes[child] for child in shapes if len(child) == below and child.startswith(code)]
            assert shapely.coverage_is_valid(children), code
            assert shapely.union_all(children).symmetric_difference(shapes[code]).area == 0, code


def test_no_two_grids_overlap(shapes: dict[str, Shape]) -> None:
    grids = [shape for code, shape in shapes.items() if len(code) == 15]
    assert shapely.coverage_is_valid(grids)
    tree = shapely.STRtree(grids)
    ones, others = tree.query(grids, predicate="overlaps")
    assert all(grids[one].intersection(grids[other]).area == 0 for one, other in zip(ones, others, strict=True))


def test_the_map_looks_like_a_town(shapes: dict[str, Shape]) -> None:
    """Not slivers: a grid is at most some six times as long as wide, villages are bigger than town communities."""
    for code, shape in shapes.items():
        ring = shape.exterior
        assert 4 * 3.1416 * shape.area / ring.length**2 > 0.2, code
    town = [shapes[code].area for code, name in COMMUNITIES.items() if "村" not in name]
    villages = [shapes[code].area for code, name in COMMUNITIES.items() if "村" in name]
    assert sum(villages) / len(villages) > 2 * sum(town) / len(town)
    assert shapes["430211"].contains(shapely.Point(113.0823, 27.8275))


@pytest.mark.parametrize("seed", range(3))
def test_other_seeds_hold_as_well(seed: int) -> None:
    shapes = invent_boundaries(NAMES, seed=seed)
    assert shapely.coverage_is_valid([shape for code, shape in shapes.items() if len(code) == 15])
    assert {shape.geom_type for shape in shapes.values()} == {"Polygon"}


def test_the_same_seed_draws_the_same_map(shapes: dict[str, Shape]) -> None:
    again = invent_boundaries(NAMES, seed=SEED)
    assert {code: shape.wkb for code, shape in again.items()} == {code: shape.wkb for code, shape in shapes.items()}


@pytest.mark.django_db
def test_an_invented_map_is_kept_once_and_marked(shapes: dict[str, Shape]) -> None:
    import_places(TIANYUAN, actor=SYSTEM)
    merge([Row(grid.code, Level.GRID, grid.name, 0) for grid in GRIDS])
    drawn = {place: shapes[place.code] for place in Place.objects.filter(code__in=shapes)}

    def save() -> Report:
        report = Report()
        save_boundaries(drawn, on=date(2026, 1, 1), report=report, actor=SYSTEM, source="invented", is_invented=True)
        return report

    assert save().new == 908
    assert not Boundary.objects.filter(is_invented=False).exists()
    assert find_grid(27.8275, 113.0823) is not None
    for grid in Place.objects.filter(level=Level.GRID).order_by("code")[::40]:
        assert grid.lat is not None
        assert grid.lon is not None
        assert find_grid(grid.lat, grid.lon) == grid.pk
    again = save()
    assert (again.new, again.changed, again.unchanged) == (0, 0, 908)
