import json
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.audit.models import Entry
from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Conflict, Invalid
from linli.places import rules
from linli.places.actions import set_rule
from linli.places.fields import CodeField
from linli.places.models import FormerCode, Place
from linli.places.placed import Placed
from linli.places.recoding import recode
from linli.places.verification import verify
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db

OLD, NEW = "430211001001", "430211002007"


@pytest.fixture
def community() -> Place:
    make_place("430211002")
    make_place(f"{OLD}001")
    make_place(f"{OLD}0020010101")
    make_place("430211001002001")
    return Place.objects.get(code=OLD)


def test_a_place_moves_with_all_within_it_and_stays_itself(community: Place) -> None:
    before = {place.pk: place.code for place in Place.objects.inside(OLD)}
    today = timezone.localdate()
    assert recode(community, NEW, on=today, actor=SYSTEM) == len(before) == 5
    assert not Place.objects.inside(OLD).exists()
    for place in Place.objects.inside(NEW).select_related("parent"):
        assert place.code == NEW + before[place.pk][len(OLD) :]
        assert place.code_since == today
        assert place.parent is not None
        assert place.code.startswith(place.parent.code)
    assert community.code == NEW
    assert community.parent == Place.objects.get(code="430211002")
    assert Place.objects.filter(code="430211001002001").exists(), "the neighbour stays"
    assert verify() == []


def test_the_former_code_still_leads_to_the_place(community: Place) -> None:
    today = timezone.localdate()
    recode(community, NEW, on=today, actor=SYSTEM)
    assert Place.objects.coded(OLD) == community
    assert Place.objects.coded(OLD, on=today) is None
    assert Place.objects.coded(OLD, on=today - timedelta(days=1)) == community
    assert Place.objects.coded(NEW, on=today - timedelta(days=1)) is None
    grid = Place.objects.coded(f"{OLD}001")
    assert grid is not None
    assert grid.code == f"{NEW}001"


def test_moving_twice_keeps_both_codes_with_their_days(community: Place) -> None:
    recode(community, NEW, on=date(2026, 1, 1), actor=SYSTEM)
    recode(community, "430211002009", on=date(2026, 2, 1), actor=SYSTEM)
    former = FormerCode.objects.filter(place=community).order_by("valid_to")
    assert [(row.code, row.valid_from, row.valid_to) for row in former] == [
        (OLD, None, date(2026, 1, 1)),
        (NEW, date(2026, 1, 1), date(2026, 2, 1)),
    ]
    assert Place.objects.coded(NEW, on=date(2026, 1, 15)) == community


@pytest.mark.parametrize(
    ("code", "on", "field"),
    [
        ("430211002", timedelta(0), "code"),
        ("43021100200a", timedelta(0), "code"),
        ("430211003001", timedelta(0), "code"),
        ("430211001002", timedelta(0), "code"),
        (OLD, timedelta(0), "code"),
        (NEW, timedelta(days=1), "on"),
    ],
)
def test_what_cannot_be(community: Place, code: str, on: timedelta, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        recode(community, code, on=timezone.localdate() + on, actor=SYSTEM)
    assert list(refused.value.errors) == [field]
    assert Place.objects.inside(OLD).count() == 5
    assert not FormerCode.objects.exists()


def test_a_province_keeps_its_code_and_days_go_forward(community: Place) -> None:
    with pytest.raises(Invalid):
        recode(Place.objects.get(code="43"), "44", on=timezone.localdate(), actor=SYSTEM)
    recode(community, NEW, on=date(2026, 2, 1), actor=SYSTEM)
    with pytest.raises(Invalid) as refused:
        recode(community, OLD, on=date(2026, 1, 1), actor=SYSTEM)
    assert list(refused.value.errors) == ["on"]


def test_a_stale_copy_is_a_conflict(community: Place) -> None:
    stale = Place.objects.get(pk=community.pk)
    recode(community, NEW, on=timezone.localdate(), actor=SYSTEM)
    with pytest.raises(Conflict):
        recode(stale, "430211002008", on=timezone.localdate(), actor=SYSTEM)


def test_rules_set_there_go_along(community: Place) -> None:
    today = timezone.localdate()
    set_rule(rules.GRID_HOUSEHOLDS, community, value="300-500", valid_from=today, source="试点", actor=SYSTEM)
    assert rules.GRID_HOUSEHOLDS.at(f"{OLD}001") == (300, 500)
    recode(community, NEW, on=today, actor=SYSTEM)
    assert rules.GRID_HOUSEHOLDS.at(f"{NEW}001") == (300, 500)
    assert rules.GRID_HOUSEHOLDS.at(f"{OLD}001") == (200, 300)


def test_it_is_on_the_trail(community: Place) -> None:
    recode(community, NEW, on=date(2026, 1, 1), actor=SYSTEM)
    entry = Entry.objects.get(action="place.recode")
    assert entry.subject_id == community.pk
    assert json.loads(entry.detail) == {"from": OLD, "to": NEW, "on": "2026-01-01", "places": 5}


def test_the_number_of_queries_does_not_grow_with_the_places(community: Place) -> None:
    with CaptureQueriesContext(connection) as few:
        recode(community, NEW, on=timezone.localdate(), actor=SYSTEM)
    for number in range(3, 60):
        make_place(f"{NEW}{number:03d}")
    with CaptureQueriesContext(connection) as many:
        recode(community, OLD, on=timezone.localdate(), actor=SYSTEM)
    assert len(many) == len(few)


def test_verify_finds_a_place_below_the_wrong_one(community: Place) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE places_place DISABLE TRIGGER places_tree_updated")
        cursor.execute("UPDATE places_place SET code = %s WHERE code = %s", [NEW, OLD])
    assert f"place {NEW} hangs below 430211001" in verify()
    assert f"place {OLD}001 hangs below {NEW}" in verify()


def test_every_copy_of_a_code_is_of_the_kind_that_recoding_moves() -> None:
    """A column named after a place's code or path that is no CodeField would be left behind.

    What counters hold was noted under the code of its day: it is taken away there when it is counted anew.
    """
    copies = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("linli.") and model._meta.app_label not in {"kernel", "places"}
        for field in model._meta.local_fields
        if field.name in {"path", "place_code"} and not isinstance(field, CodeField)
    ]
    assert copies == ["figures.Figure.path", "figures.Counted.path"]
    assert any(issubclass(model, Placed) for model in apps.get_models())
