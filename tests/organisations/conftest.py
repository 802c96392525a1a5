from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from linli.organisations.applications.models import ServiceItem
from linli.organisations.experts.models import ExpertField
from linli.organisations.incubation.models import Step
from linli.organisations.platforms.models import ChecklistItem
from linli.organisations.ratings.models import IndicatorSet
from linli.organisations.registry.models import WorkField
from tests.organisations import world as worlds

SHIPPED: tuple[tuple[Any, str, str], ...] = (
    (WorkField, "registry", "ship"),
    (ServiceItem, "applications", "load"),
    (Step, "incubation", "ship"),
    (ExpertField, "experts", "ship"),
    (IndicatorSet, "ratings", "ship"),
    (ChecklistItem, "platforms", "ship"),
)
"""What migrations fill, and by what."""


@pytest.fixture(autouse=True)
def _shipped(request: pytest.FixtureRequest) -> None:
    """A test that commits ends with empty tables: the next such test finds again what the migrations fill."""
    mark = request.node.get_closest_marker("django_db")
    if mark is None or not mark.kwargs.get("transaction"):
        return
    request.getfixturevalue("transactional_db")
    for model, room, name in SHIPPED:
        if not model.objects.exists():
            getattr(import_module(f"linli.organisations.{room}.migrations.0002_shipped"), name)(apps, None)


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build()
