"""The triggers that note which events have to be counted anew, whoever changed them and by whatever statement.

A note is a row more, in the act's own transaction: it is seen as soon as the act is committed and never before it.
"""

from typing import Any

_POSTGRESQL = [
    """
    CREATE FUNCTION figures_note_uncounted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO figures_uncounted (event) SELECT id FROM touched;
        RETURN NULL;
    END $$
    """,
    *(
        f"""
        CREATE TRIGGER figures_event_uncounted_{event.lower()} AFTER {event} ON core_event
        REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION figures_note_uncounted()
        """
        for event in ("INSERT", "UPDATE")
    ),
]
_SQLITE = [
    f"""
    CREATE TRIGGER figures_event_uncounted_{event.lower()} AFTER {event} ON core_event
    BEGIN INSERT INTO figures_uncounted (event) VALUES (NEW.id); END
    """
    for event in ("INSERT", "UPDATE")
]


def install(apps: Any, schema_editor: Any) -> None:
    """With every event that is there already noted."""
    for statement in _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)
    schema_editor.execute("INSERT INTO figures_uncounted (event) SELECT id FROM core_event")


def install_again(apps: Any, schema_editor: Any) -> None:
    """After a change of the table: SQLite makes it anew for that, without its triggers."""
    if schema_editor.connection.vendor != "postgresql":
        install(apps, schema_editor)


def remove(apps: Any, schema_editor: Any) -> None:
    on = " ON core_event" if schema_editor.connection.vendor == "postgresql" else ""
    for event in ("insert", "update"):
        schema_editor.execute(f"DROP TRIGGER figures_event_uncounted_{event}{on}")
    if on:
        schema_editor.execute("DROP FUNCTION figures_note_uncounted")
