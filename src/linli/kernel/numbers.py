"""Numbers that people read: ``EV-2026-004711``.

Unique and ascending over all years, gaps allowed: a number taken by an act that fails is not given again.
On PostgreSQL they come from a sequence, because a locked counter row would let only one act happen at a time.
"""

from typing import Any

from django.db import connection
from django.db.migrations import RunPython
from django.utils import timezone


def next_number(prefix: str) -> str:
    """The next number of the series ``prefix``, with the current local year."""
    return f"{prefix}-{timezone.localdate().year}-{_next(prefix):06d}"


def _next(prefix: str) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(%s)", [sequence_name(prefix)])
        else:
            cursor.execute(
                "INSERT INTO kernel_series (prefix, last) VALUES (%s, 1) "
                "ON CONFLICT (prefix) DO UPDATE SET last = last + 1 RETURNING last",
                [prefix],
            )
        return int(cursor.fetchone()[0])


def sequence_name(prefix: str) -> str:
    return f"linli_number_{prefix.lower()}"


def create_series(prefix: str) -> RunPython:
    """The migration step that prepares a series; an app puts it into its own migration."""
    name = sequence_name(prefix)

    def forwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"CREATE SEQUENCE IF NOT EXISTS {name}")

    def backwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP SEQUENCE IF EXISTS {name}")

    return RunPython(forwards, backwards)
