"""Places for tests: ``make_place("430211001")`` makes those above as well."""

from typing import Any

from factory.declarations import LazyAttribute
from factory.django import DjangoModelFactory

from linli.places.levels import LEVELS_BY_LENGTH, parent_code
from linli.places.models import Place

GRID = "430211001001001"


class PlaceFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place
        django_get_or_create = ("code",)

    code = GRID
    name = LazyAttribute(lambda place: f"地点{place.code}")
    level = LazyAttribute(lambda place: LEVELS_BY_LENGTH[len(place.code)])
    parent = LazyAttribute(lambda place: make_place(above) if (above := parent_code(place.code)) else None)


def make_place(code: str = GRID, **fields: Any) -> Place:
    place: Place = PlaceFactory.create(code=code, **fields)
    return place
