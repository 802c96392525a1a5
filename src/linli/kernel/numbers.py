"""Numbers that people read: ``EV-2026-004711``.

Unique and ascending over all years, gaps allowed: a number taken by an act that fails is not given again.
On PostgreSQL they come from a sequence, because a locked counter row would let only one act happen at a time.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.migrations import RunPython
from django.utils import timezone


def next_number(prefix: str) -> str:
    """The next number of the series ``prefix``, with the current local year."""
    return next_numbers(prefix, [timezone.localdate().year])[0]


def next_numbers(prefix: str, years: Sequence[int]) -> list[str]:
    """The next numbers, one for each of ``years``, in one step; others may get numbers between them."""
    return [f"{prefix}-{year}-{number:06d}" for year, number in zip(years, _next(prefix, len(years)), strict=True)]


def _next(prefix: str, count: int) -> Sequence[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence_name(prefix), count])
            return [number for (number,) in cursor.fetchall()]
        cursor.execute(
            "INSERT INTO kernel_series AS held (prefix, last) VALUES (%s, %s) "
            "ON CONFLICT (prefix) DO UPDATE SET last = held.last + EXCLUDED.last RETURNING last",
            [prefix, count],
        )
        last = int(cursor.fetchone()[0])
        return range(last - count + 1, last + 1)


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
