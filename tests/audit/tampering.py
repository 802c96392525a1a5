"""A trail for tests, and what somebody with the database's password could do to it."""

from typing import Any

from django.db import connection

from linli.audit import trail
from linli.audit.guard import SQLITE
from linli.audit.models import Entry
from linli.kernel.actor import SYSTEM
from linli.kernel.ids import new_id


def some(count: int) -> list[Entry]:
    return [
        trail.record(
            "event.comment",
            actor=SYSTEM,
            subject_kind="event",
            subject_id=new_id(),
            detail={"photos": number},
            personal={"note": f"第{number}条"},
        )
        for number in range(count)
    ]


def take_the_guards_away() -> None:
    """Until the test's transaction is rolled back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in ("audit_entry", "audit_seal"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            for statement in SQLITE:
                cursor.execute(f"DROP TRIGGER {statement.split()[2]}")


def execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
