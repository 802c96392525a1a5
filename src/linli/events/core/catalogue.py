"""The categories of events, kept in memory: every report names one, every list is filtered by them."""

from collections.abc import Collection

from linli.events.core.models import Category
from linli.kernel.problems import Text
from linli.kernel.snapshot import Snapshot


class Catalogue:
    """``all`` in the order of a page; ``offered`` by code: those that a new event may have."""

    def __init__(self, categories: list[Category]) -> None:
        parents = {category.parent_id for category in categories}
        self.all = categories
        self.active = [category for category in categories if category.is_active]
        self.offered = {category.code: category for category in self.active if category.pk not in parents}


def _load() -> Catalogue:
    return Catalogue(list(Category.objects.select_related("parent")))


catalogue: Snapshot[Catalogue] = Snapshot("categories", _load)
"""Whoever changes a category touches it."""


def category_names(codes: Collection[str]) -> dict[str, Text]:
    """The names of categories by their codes, from memory."""
    return {category.code: category.name for category in catalogue.get().all if category.code in codes}
