import pytest
from django.apps import apps
from django.db import connection

from linli.places.levels import LEVELS_BY_LENGTH
from linli.places.models import Place
from linli.places.placed import INDEXED_LENGTHS, Placed, inside
from tests.places.factories import GRID, make_place

pytestmark = pytest.mark.django_db

DWELLING = f"{GRID}0010101"
PLACED = [model for model in apps.get_models() if issubclass(model, Placed) and model.is_listed_by_place]


@pytest.mark.parametrize("length", list(LEVELS_BY_LENGTH))
def test_inside_is_the_same_whether_by_range_or_by_beginning(length: int) -> None:
    make_place(DWELLING)
    for sibling in ("44", "4302120010010010010101", "4302110020010010010101", "4302110010010010020101"):
        make_place(sibling)
    code = DWELLING[:length]
    found = set(Place.objects.filter(inside(code, field="code")).values_list("code", flat=True))
    assert found == set(Place.objects.inside(code).values_list("code", flat=True))
    assert code in found
    assert all(each.startswith(code) for each in found)


@pytest.mark.parametrize("model", PLACED)
@pytest.mark.parametrize("length", INDEXED_LENGTHS)
def test_a_list_of_the_newest_in_a_place_reads_an_index_in_its_order(model: type[Placed], length: int) -> None:
    rows = model._default_manager.filter(inside(GRID[:length])).order_by("-pk").values_list("pk")[:50]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    plan = rows.explain()
    assert f"_in_{length}" in plan, plan
    assert "sort" not in plan.lower(), plan
    assert "temp b-tree" not in plan.lower(), plan


def test_a_new_record_takes_the_path_of_its_place() -> None:
    place = make_place(GRID)
    assert Placed.at(place) == {"place": place, "path": GRID}
