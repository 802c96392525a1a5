from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from linli.places.levels import CODE_LENGTHS, LEVELS_BY_LENGTH, Level, after, is_code, lineage, parent_code
from linli.places.models import FormerCode, Place
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db

CODES = st.sampled_from(sorted(LEVELS_BY_LENGTH)).flatmap(
    lambda length: st.text("0123456789", min_size=length, max_size=length)
)


@given(CODES, CODES)
def test_the_range_of_a_code_is_what_begins_with_it(code: str, other: str) -> None:
    assert (code <= other < after(code)) == other.startswith(code)


@given(CODES)
def test_a_lineage_goes_from_the_province_to_the_place(code: str) -> None:
    line = lineage(code)
    assert line[0] == code[:2]
    assert line[-1] == code
    assert [parent_code(step) for step in line] == ["", *line[:-1]]


@pytest.mark.parametrize("text", ["", "4", "430", "43021100100", "4３", "43021a", "²²"])
def test_what_is_no_code(text: str) -> None:
    assert not is_code(text)


def test_inside_is_the_place_and_all_below_it_and_no_namesake_in_number() -> None:
    for code in ("430211001001001", "430211001001002", "430211001002", "4302110010019", "430211002001"):
        if is_code(code):
            make_place(code)
    inside = set(Place.objects.inside("430211001001").values_list("code", flat=True))
    assert inside == {"430211001001", "430211001001001", "430211001001002"}


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"code": "43021100"}, "places_place_code_fits_level"),
        ({"level": Level.GRID}, "places_place_code_fits_level"),
        ({"parent": None}, "places_place_has_parent"),
        ({"name": ""}, "places_place_named"),
        ({"lat": 91.0, "lon": 113.0}, "places_place_on_earth"),
        ({"lat": 27.8}, "places_place_on_earth"),
        ({"code": "430211001"}, "code"),
    ],
)
def test_the_database_refuses(changes: dict[str, Any], constraint: str) -> None:
    district = make_place("430211001").parent
    fields = {"code": "430211002", "level": Level.SUBDISTRICT, "name": "泰山路街道", "parent": district, **changes}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Place.objects.create(**fields)
    with pytest.raises(ValidationError) as refused:
        Place(**fields).validate_constraints()
    assert all("Constraint" not in message for message in refused.value.messages)


def test_a_parent_has_the_beginning_of_the_code() -> None:
    elsewhere = make_place("430212")
    with pytest.raises(IntegrityError, match="places_place_code_in_parent"), transaction.atomic():
        Place.objects.create(code="430211001", level=Level.SUBDISTRICT, name="错位街道", parent=elsewhere)
    here = make_place("430211001")
    with pytest.raises(IntegrityError, match="places_place_code_in_parent"), transaction.atomic():
        Place.objects.filter(pk=here.pk).update(parent=elsewhere)
    grandparent = Place.objects.get(code="4302")
    with pytest.raises(IntegrityError, match="places_place_code_in_parent"), transaction.atomic():
        Place.objects.create(code="430211002", level=Level.SUBDISTRICT, name="越级街道", parent=grandparent)


def test_a_parent_does_not_leave_its_children_behind() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's triggers see one row at a time; verification finds it there")
    make_place("430211001001")
    with pytest.raises(IntegrityError, match="places_place_code_in_parent"), transaction.atomic():
        Place.objects.filter(code="430211001").update(code="430211009")


def test_rare_characters_and_emoji_in_a_name_are_kept() -> None:
    for number, name in enumerate(["䶮水村", "𠮷祥里", "🙂<b>社区</b>", "=1+1"], start=1):
        make_place(f"430211001{number:03d}", name=name)
        assert Place.objects.get(code=f"430211001{number:03d}").name == name


def test_numbers_and_lines() -> None:
    make_place("430211001", name="嵩山路街道")
    make_place("430211001001", name="大湖塘居委会")
    grid = make_place("430211001001003", name="第3网格")
    dwelling = make_place("4302110010010030120704")
    assert grid.number == 3
    assert dwelling.number == 704
    assert dwelling.parent is not None
    assert dwelling.parent.number == 12
    assert grid.line == "嵩山路街道·大湖塘社区·第3网格"
    assert Place.objects.get(code="430211").line == Place.objects.get(code="430211").name


def test_a_line_costs_one_query(django_assert_num_queries: Any) -> None:
    make_place("430211001001003")
    with django_assert_num_queries(1):
        assert Place.objects.with_line().get(code="430211001001003").line.count("·") == 2


def test_a_former_code_finds_its_place_of_that_day() -> None:
    old = make_place("430211001005", code_since=date(2026, 1, 1))
    FormerCode.objects.create(place=old, code="430211001004", valid_from=None, valid_to=date(2026, 1, 1))
    assert Place.objects.coded("430211001004") == old
    assert Place.objects.coded("430211001004", on=date(2025, 12, 31)) == old
    assert Place.objects.coded("430211001004", on=date(2026, 1, 1)) is None
    assert Place.objects.coded("430211001005", on=date(2025, 12, 31)) is None
    successor = make_place("430211001004", code_since=date(2026, 6, 1))
    assert Place.objects.coded("430211001004") == successor
    assert Place.objects.coded("430211001004", on=date(2025, 12, 31)) == old


def test_the_levels_cover_the_statistical_code() -> None:
    assert CODE_LENGTHS[Level.COMMUNITY] == 12
    assert list(LEVELS_BY_LENGTH) == [2, 4, 6, 9, 12, 15, 18, 22]
