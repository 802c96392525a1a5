"""The whole database into files and back, for each of the two databases, with nothing but its driver.

PostgreSQL goes table by table through COPY inside one repeatable-read transaction, so it needs no ``pg_dump`` of
the right version and loads into any later server. SQLite goes through its own online backup.
"""

import gzip
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from linli.kernel.former import REFUSED, is_former

BLOCK = 1 << 20
ISOLATION = "REPEATABLE READ"
SQLITE_FILE = "linli.sqlite3"
Keep = Callable[[str, Path], None]
"""Takes a file that is finished, with the name it shall have; the file may be overwritten afterwards."""


class DumpFault(Exception):
    """What cannot be backed up or restored, in a sentence."""


@dataclass
class Contents:
    """What a dump holds: enough to tell afterwards that all of it arrived."""

    vendor: str
    migrations: list[tuple[str, str]]
    tables: dict[str, int] = field(default_factory=dict)
    sequences: dict[str, tuple[int, bool]] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: dict[str, Any]) -> "Contents":
        migrations = [(app, name) for app, name in facts["migrations"]]
        sequences = {name: (last, is_called) for name, (last, is_called) in facts["sequences"].items()}
        return cls(facts["vendor"], migrations, facts["tables"], sequences)

    def as_facts(self) -> dict[str, Any]:
        return asdict(self)


def dump(draft: Path, keep: Keep) -> Contents:
    """One consistent state of everything; ``draft`` is a path to write each file to before it is kept."""
    return _dump_postgresql(draft, keep) if connection.vendor == "postgresql" else _dump_sqlite(draft, keep)


def load(folder: Path, contents: Contents) -> None:
    """Fill the database, which must be without anything of value; all or nothing. Raises ``DumpFault``."""
    if contents.vendor != connection.vendor:
        raise DumpFault(f"the backup is of {contents.vendor}, this installation runs on {connection.vendor}")
    if is_former(app for app, _name in contents.migrations):
        raise DumpFault(REFUSED)
    unknown = set(contents.migrations) - set(MigrationExecutor(connection).loader.graph.nodes)
    if unknown:
        raise DumpFault(f"the backup is of a newer Linli: it has {_names(unknown)}")
    if connection.vendor == "postgresql":
        _load_postgresql(folder, contents)
    else:
        _load_sqlite(folder, contents)


def _names(migrations: set[tuple[str, str]]) -> str:
    return ", ".join(f"{app}.{name}" for app, name in sorted(migrations))


# --- SQLite ---


def _dump_sqlite(draft: Path, keep: Keep) -> Contents:
    connection.ensure_connection()
    with closing(sqlite3.connect(draft)) as copy:
        cast("sqlite3.Connection", connection.connection).backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        migrations = copy.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        contents = Contents("sqlite", migrations, _count_sqlite(copy))
    keep(SQLITE_FILE, draft)
    return contents


def _count_sqlite(database: sqlite3.Connection) -> dict[str, int]:
    tables = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}


def _load_sqlite(folder: Path, contents: Contents) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / SQLITE_FILE)) as source:
        faults = source.execute("PRAGMA integrity_check").fetchall()
        if faults != [("ok",)] or _count_sqlite(source) != contents.tables:
            raise DumpFault(f"the database in the backup is not whole: {faults[0][0]}")
        source.backup(cast("sqlite3.Connection", connection.connection))


# --- PostgreSQL ---


def _dump_postgresql(draft: Path, keep: Keep) -> Contents:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {ISOLATION} READ ONLY")
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        contents = Contents("postgresql", [(app, name) for app, name in cursor.fetchall()])
        for table, columns in _tables(cursor).items():
            with _compressed(draft) as file, cursor.copy(f"COPY {_quote(table)} ({columns}) TO STDOUT") as copy:
                rows = 0
                for block in copy:
                    rows += bytes(block).count(b"\n")
                    file.write(block)
            contents.tables[table] = rows
            keep(f"{table}.copy.gz", draft)
        # Read last: sequences do not wait for transactions, so these are beyond every number in the rows.
        cursor.execute("SELECT c.relname FROM pg_class c WHERE c.relkind = 'S' AND pg_table_is_visible(c.oid)")
        for (name,) in cursor.fetchall():
            cursor.execute(f"SELECT last_value, is_called FROM {_quote(name)}")
            contents.sequences[name] = cursor.fetchone()
    return contents


def _load_postgresql(folder: Path, contents: Contents) -> None:
    _migrate_to(contents.migrations)
    with transaction.atomic(), connection.cursor() as cursor:
        tables = _tables(cursor)
        if set(tables) != set(contents.tables):
            odd = sorted(set(tables) ^ set(contents.tables))
            raise DumpFault(f"the database has other tables than the backup: {', '.join(odd)}")
        # What was accepted once is not judged again, and the audit trail's guard lets nothing be emptied.
        for table in tables:
            cursor.execute(f"ALTER TABLE {_quote(table)} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(map(_quote, tables))}")
        for table, rows in contents.tables.items():
            with (
                gzip.open(folder / f"{table}.copy.gz") as file,
                cursor.copy(f"COPY {_quote(table)} ({tables[table]}) FROM STDIN") as copy,
            ):
                while block := file.read(BLOCK):
                    copy.write(block)
            if cursor.rowcount != rows:
                raise DumpFault(f"{table}: {cursor.rowcount} rows arrived of {rows}")
        for name, (last, is_called) in contents.sequences.items():
            cursor.execute("SELECT setval(%s::regclass, %s, %s)", [_quote(name), last, is_called])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {_quote(table)} ENABLE TRIGGER USER")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _migrate_to(migrations: list[tuple[str, str]]) -> None:
    """Bring an empty database to the very state that the backup was taken in."""
    wanted = set(migrations)
    executor = MigrationExecutor(connection)
    beyond = set(executor.loader.applied_migrations) - wanted
    if beyond:
        raise DumpFault(f"this database is ahead of the backup by {_names(beyond)}: restore into a new, empty database")
    nodes = executor.loader.graph.node_map
    executor.migrate([key for key in migrations if not any(child.key in wanted for child in nodes[key].children)])


def _tables(cursor: Any) -> dict[str, str]:
    """Every table in sight, with its columns as COPY wants them; the database fills generated columns itself."""
    cursor.execute(
        "SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) "
        "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relkind = 'r' AND pg_table_is_visible(c.oid) AND n.nspname NOT LIKE 'pg\\_%' "
        "AND n.nspname <> 'information_schema' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' "
        "GROUP BY c.relname ORDER BY c.relname"
    )
    return dict(cursor.fetchall())


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)


@contextmanager
def _compressed(path: Path) -> Iterator[BinaryIO]:
    """Without a time in its head, so that the same rows give the same bytes."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 1, raw, mtime=0) as file:
        yield cast("BinaryIO", file)
