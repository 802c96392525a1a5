"""The categories that an event may have, kept in memory: every report names one."""

from collections.abc import Mapping

from linli.grid.models import Category
from linli.kernel.snapshot import Snapshot


def _load() -> Mapping[str, Category]:
    offered = Category.objects.filter(is_active=True, children=None).select_related("parent")
    return {category.code: category for category in offered}


catalogue: Snapshot[Mapping[str, Category]] = Snapshot("categories", _load)
"""By code. Whoever changes a category touches it."""
