import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Invalid
from linli.places.boundaries import Report, import_boundaries
from linli.places.coordinates import wgs84_to_gcj02
from linli.places.geometry import find_grid
from linli.places.models import Boundary, Place
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db

ONE, TWO = "430211001001001", "430211001001002"
SQUARE = [[113.0, 27.8], [113.01, 27.8], [113.01, 27.81], [113.0, 27.81], [113.0, 27.8]]
BESIDE = [[lon + 0.01, lat] for lon, lat in SQUARE]

Taken = Callable[..., Report]


def feature(code: object, ring: object, kind: str = "Polygon") -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": kind, "coordinates": [ring] if kind == "Polygon" else ring},
    }


def collection(*features: object, **members: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **members})


@pytest.fixture
def take(tmp_path: Path) -> Taken:
    make_place(ONE)
    make_place(TWO)

    def take(content: str, **options: Any) -> Report:
        path = tmp_path / "boundaries.geojson"
        path.write_text(content, encoding="utf-8")
        return import_boundaries(path, actor=SYSTEM, **options)

    return take


def test_a_point_finds_its_grid(take: Taken) -> None:
    report = take(collection(feature(ONE, SQUARE), feature(TWO, BESIDE)))
    assert (report.new, report.errors) == (2, [])
    one, two = Place.objects.get(code=ONE), Place.objects.get(code=TWO)
    assert find_grid(27.805, 113.005) == one.pk
    assert find_grid(27.805, 113.015) == two.pk
    assert find_grid(27.805, 113.01) == one.pk  # the border: always the lesser code
    assert find_grid(27.9, 113.005) is None
    assert find_grid(0.0, 0.0) is None
    assert find_grid(float("nan"), 113.0) is None
    assert find_grid(float("inf"), -1e300) is None
    assert one.lat is not None
    assert find_grid(one.lat, one.lon or 0) == one.pk


def test_without_boundaries_no_point_has_a_grid() -> None:
    assert find_grid(27.8, 113.0) is None


def test_a_new_boundary_is_seen_at_once_and_the_old_one_kept(take: Taken) -> None:
    take(collection(feature(ONE, SQUARE)), on=date(2026, 1, 1))
    assert find_grid(27.805, 113.005)
    report = take(collection(feature(ONE, BESIDE)), on=date(2026, 6, 1))
    assert (report.new, report.changed, report.unchanged) == (0, 1, 0)
    assert find_grid(27.805, 113.005) is None
    assert find_grid(27.805, 113.015)
    old, new = Boundary.objects.order_by("valid_from")
    assert (old.valid_to, new.valid_from, new.valid_to) == (date(2026, 6, 1), date(2026, 6, 1), None)


def test_the_same_file_twice_changes_nothing(take: Taken) -> None:
    content = collection(feature(ONE, SQUARE), feature(TWO, list(reversed(BESIDE))))
    take(content)
    report = take(content)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 2)
    assert Boundary.objects.count() == 2


BOW_TIE = [[113.0, 27.8], [113.01, 27.81], [113.01, 27.8], [113.0, 27.81], [113.0, 27.8]]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (feature(ONE, BOW_TIE), "自相交"),
        (feature(ONE, SQUARE[:-1]), "没有闭合"),
        (feature(ONE, SQUARE[:2]), "四个点"),
        (feature(ONE, [SQUARE[0]] * 5), "自相交|面积"),
        (feature(ONE, [[lat, lon] for lon, lat in SQUARE]), "写反"),
        (feature(ONE, [[lon - 110, lat] for lon, lat in SQUARE]), "不在范围"),
        (feature(ONE, [[*SQUARE[0]], ["113", 27.8], *SQUARE[2:]]), "两个数字"),
        (feature(ONE, [[113.0, float("nan")], *SQUARE[1:]]), "不在范围"),
        (feature(ONE, [[True, 27.8], *SQUARE[1:]]), "两个数字"),
        (feature(ONE, []), "四个点"),
        (feature(ONE, SQUARE[0], "Point"), "Polygon"),
        (feature(ONE, [[SQUARE], [SQUARE]], "MultiPolygon"), "重叠"),
        (feature("430211001001999", SQUARE), "没有这个代码"),
        (feature(None, SQUARE), "缺少属性 code"),
        ({"type": "Feature", "properties": None, "geometry": None}, "缺少属性 code"),
        ({"type": "Feature", "properties": {"code": ONE}, "geometry": None}, "Polygon"),
        ("not a feature", "缺少属性 code"),
    ],
)
def test_a_broken_feature_gets_a_sentence_and_the_good_one_is_kept(take: Taken, bad: Any, words: str) -> None:
    report = take(collection(bad, feature(TWO, BESIDE)))
    assert report.new == 1
    ((number, _code, message),) = report.errors
    assert number == 1
    assert any(word in message for word in words.split("|")), message
    assert not Boundary.objects.filter(place__code=ONE).exists()


def test_of_two_that_overlap_neither_is_taken(take: Taken) -> None:
    shifted = [[lon + 0.005, lat] for lon, lat in SQUARE]
    report = take(collection(feature(ONE, SQUARE), feature(TWO, shifted)))
    assert [(error.code, error.number) for error in report.errors] == [(ONE, 1), (TWO, 2)]
    assert TWO in report.errors[0].message
    assert not Boundary.objects.exists()


def test_one_that_overlaps_a_present_sibling_is_refused(take: Taken) -> None:
    take(collection(feature(ONE, SQUARE)))
    report = take(collection(feature(TWO, SQUARE)))
    assert [error.code for error in report.errors] == [TWO]
    assert Boundary.objects.get().place.code == ONE


def test_a_hair_of_overlap_is_what_hands_draw(take: Taken) -> None:
    nearly = [[lon - 0.000001, lat] for lon, lat in BESIDE]
    assert take(collection(feature(ONE, SQUARE), feature(TWO, nearly))).new == 2


def test_the_same_place_twice(take: Taken) -> None:
    report = take(collection(feature(ONE, SQUARE), feature(ONE, BESIDE)))
    assert report.new == 1
    assert "第 1 个" in report.errors[0].message


@pytest.mark.parametrize("way", ["option", "member"])
def test_gcj02_is_converted_and_said_so(take: Taken, way: str) -> None:
    shifted = [list(reversed(wgs84_to_gcj02(lat, lon))) for lon, lat in SQUARE]
    if way == "option":
        report = take(collection(feature(ONE, shifted)), is_gcj02=True)
    else:
        report = take(collection(feature(ONE, shifted), coordinate_system="GCJ-02"))
    assert report.is_converted
    boundary = Boundary.objects.get()
    assert boundary.is_converted
    drawn = shapely.from_geojson(boundary.geometry)
    assert drawn.symmetric_difference(shapely.Polygon(SQUARE)).area < 1e-9


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "not_geojson"),
        ("[]", "not_geojson"),
        ('{"type": "FeatureCollection"}', "not_geojson"),
        ("[" * 100_000, "not_geojson"),
        (collection(crs={"type": "name", "properties": {"name": "EPSG:3857"}}), "unknown_coordinate_system"),
    ],
)
def test_a_file_that_is_none_saves_nothing(take: Taken, content: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        take(content)
    assert refused.value.code == code


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["type", "coordinates", "properties", "code", "geometry"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_no_nonsense_breaks_it(take: Taken, nonsense: object) -> None:
    report = take(collection(nonsense, {"properties": {"code": ONE}, "geometry": nonsense}))
    assert len(report.errors) == 2


def test_the_command(take: Taken, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "b.geojson"
    path.write_text(collection(feature(ONE, SQUARE), feature("1", SQUARE)), encoding="utf-8")
    with pytest.raises(CommandError, match="1 条"):
        call_command("import", "boundaries", str(path), "--gcj02")
    told = capsys.readouterr()
    assert "GCJ-02" in told.out
    assert "第 2 个" in told.err
    assert Boundary.objects.get().is_converted
