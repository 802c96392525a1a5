"""Places for tests: ``PlaceFactory(code="430211001")`` makes those above as well."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from linli.places.levels import LEVELS_BY_LENGTH, parent_code
from linli.places.models import Place


class PlaceFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place
        django_get_or_create = ("code",)

    code = "430211001001001"
    name = factory.LazyAttribute(lambda place: f"地点{place.code}")
    level = factory.LazyAttribute(lambda place: LEVELS_BY_LENGTH[len(place.code)])

    @factory.lazy_attribute
    def parent(self: Any) -> Place | None:
        above = parent_code(self.code)
        return PlaceFactory(code=above) if above else None
