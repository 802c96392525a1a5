"""Data of a Linli from before 0.2, refused: what is sealed is bound to its tables, and those have other names now."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

FORMER = frozenset({"grid", "organisations"})
"""The apps that there were until 0.1; nothing was released with them."""
REFUSED = "the data is of a Linli before 0.2, whose tables had other names: what is sealed in them cannot be read here"
HINT = "Begin again with an empty data folder and an empty database, or go on with the version that wrote this data."


def is_former(apps: Iterable[str]) -> bool:
    """Whether migrations of these apps were applied by such a Linli."""
    return not FORMER.isdisjoint(apps)


@register(Tags.database)
def check_data(*, databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Runs with ``migrate``, before it touches anything."""
    return [
        Error(REFUSED, hint=HINT, id="linli.E001")
        for name in databases or ()
        if is_former(app for app, _migration in MigrationRecorder(connections[name]).applied_migrations())
    ]
