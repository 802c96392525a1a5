from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from linli.organisations.models import ChecklistItem, ExpertField, Field, IndicatorSet, Item, Step
from tests.organisations import world as worlds

SHIPPED: tuple[tuple[Any, str, str], ...] = (
    (Field, "0002_registry", "ship"),
    (Item, "0010_onestop", "load"),
    (Step, "0020_incubation", "ship"),
    (ExpertField, "0030_experts", "ship"),
    (IndicatorSet, "0031_ratings", "ship"),
    (ChecklistItem, "0040_platforms", "ship"),
)
"""What migrations fill, and by what."""


@pytest.fixture(autouse=True)
def _shipped(request: pytest.FixtureRequest) -> None:
    """A test that commits ends with empty tables: the next such test finds again what the migrations fill."""
    mark = request.node.get_closest_marker("django_db")
    if mark is None or not mark.kwargs.get("transaction"):
        return
    request.getfixturevalue("transactional_db")
    for model, migration, name in SHIPPED:
        if not model.objects.exists():
            getattr(import_module(f"linli.organisations.migrations.{migration}"), name)(apps, None)


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build()
