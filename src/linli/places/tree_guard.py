"""The triggers that keep a parent's code the beginning of its children's codes.

On PostgreSQL they look once at all rows of a statement, so that a subtree can be given new codes in one
``UPDATE`` and a bulk import does not pay for each row. SQLite has triggers for single rows only: there they
guard what is inserted and whoever gets another parent; the rest is found by ``./linli verify``.

The function never scans the table: its plan is made once in a session, perhaps while the table is still small.
"""

import itertools
from typing import Any

from linli.places.levels import CODE_LENGTHS

_LENGTHS = tuple(CODE_LENGTHS.values())
_STEPS = " ".join(f"WHEN {length} THEN {above}" for above, length in itertools.pairwise(_LENGTHS))


def parent_code_sql(code: str) -> str:
    """SQL for the beginning of ``code`` that its parent must have."""
    return f"substr({code}, 1, CASE length({code}) {_STEPS} ELSE 0 END)"


_POSTGRESQL = [
    f"""
    CREATE FUNCTION places_check_tree() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM touched JOIN places_place parent ON parent.id = touched.parent_id
            WHERE parent.code <> {parent_code_sql("touched.code")}
        ) OR (TG_OP = 'UPDATE' AND EXISTS (
            SELECT 1 FROM touched JOIN places_place child ON child.parent_id = touched.id
            WHERE touched.code <> {parent_code_sql("child.code")}
        )) THEN
            RAISE EXCEPTION 'places_place_code_in_parent' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER places_tree_inserted AFTER INSERT ON places_place
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION places_check_tree()
    """,
    """
    CREATE TRIGGER places_tree_updated AFTER UPDATE ON places_place
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION places_check_tree()
    """,
]
_POSTGRESQL_UNDO = [
    "DROP TRIGGER places_tree_inserted ON places_place",
    "DROP TRIGGER places_tree_updated ON places_place",
    "DROP FUNCTION places_check_tree",
]
_SQLITE = [
    f"""
    CREATE TRIGGER places_tree_{name} AFTER {event} ON places_place
    WHEN {condition}
        AND NOT EXISTS (SELECT 1 FROM places_place WHERE id = NEW.parent_id AND code = {parent_code_sql("NEW.code")})
    BEGIN SELECT RAISE(ABORT, 'places_place_code_in_parent'); END
    """
    for name, event, condition in (
        ("inserted", "INSERT", "NEW.parent_id IS NOT NULL"),
        ("updated", "UPDATE OF parent_id", "NEW.parent_id IS NOT NULL AND NEW.parent_id IS NOT OLD.parent_id"),
    )
]
_SQLITE_UNDO = ["DROP TRIGGER places_tree_inserted", "DROP TRIGGER places_tree_updated"]


def install(apps: Any, schema_editor: Any) -> None:
    for statement in _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)


def remove(apps: Any, schema_editor: Any) -> None:
    for statement in _POSTGRESQL_UNDO if schema_editor.connection.vendor == "postgresql" else _SQLITE_UNDO:
        schema_editor.execute(statement)
