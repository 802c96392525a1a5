"""Writing rows where it counts: one for every act, and many that came from elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection, connections
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    Field,
    FloatField,
    IntegerField,
    Model,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    TextField,
)

PLAIN = (BooleanField, CharField, FloatField, IntegerField, PositiveIntegerField, PositiveSmallIntegerField, TextField)


@dataclass(frozen=True)
class _Statement:
    table: str
    columns: Sequence[str]
    head: str
    values: str
    tail: str
    fields: Sequence["Field[Any, Any]"]
    is_numbered: bool
    """The database gives the key."""


def insert(*rows: Model, or_replace: bool = False) -> None:
    """Insert ``rows``, all of one model, with one statement: what ``bulk_create`` does, in a third of its time.

    ``or_replace``: a row that has the key already becomes this one. A key given by the database is set on the row;
    then there is only one. Nothing else is: no defaults of the database, no signals.
    """
    if not rows:
        return
    statement = _statement(type(rows[0]), or_replace)
    values = [
        field.get_db_prep_save(field.pre_save(row, True), connection=connection)
        for row in rows
        for field in statement.fields
    ]
    text = statement.head + ", ".join([statement.values] * len(rows)) + statement.tail
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        if statement.is_numbered:
            (row,) = rows
            row.pk = cursor.fetchone()[0]
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def load(rows: Sequence[Model]) -> None:
    """Put in many rows of one model: by COPY on PostgreSQL, else by one statement made ready once.

    As ``insert``, but no key that the database gives is set on its row.
    """
    if not rows:
        return
    statement = _statement(type(rows[0]), False)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copy_in(cursor, statement.table, statement.columns, _values(statement, rows))
        else:
            cursor.executemany(statement.head + statement.values, _values(statement, rows))  # type: ignore[arg-type]  # any iterable


def _values(statement: _Statement, rows: Iterable[Model]) -> Iterator[Sequence[Any]]:
    """What a driver takes as it is, which is most, goes to it without a detour through its field."""
    fetch = attrgetter(*(field.attname for field in statement.fields))
    database = connections[connection.alias]  # not by the proxy, which asks for the thread's each time
    others = [(index, field) for index, field in enumerate(statement.fields) if not _is_plain(field)]
    for row in rows:
        values = list(fetch(row))
        for index, field in others:
            values[index] = field.get_db_prep_save(field.pre_save(row, True), connection=database)
        yield values


def _is_plain(field: "Field[Any, Any]") -> bool:
    """Texts and numbers; keys of other tables are UUIDs."""
    is_as_ever = type(field).pre_save is Field.pre_save and type(field).get_db_prep_save is Field.get_db_prep_save
    return is_as_ever and type(field) in PLAIN


def copy_in(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """PostgreSQL's COPY."""
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@cache
def _statement(model: type[Model], or_replace: bool) -> _Statement:
    quote, key = connection.ops.quote_name, model._meta.pk
    is_numbered = isinstance(key, AutoField)
    fields = [field for field in model._meta.local_concrete_fields if not (is_numbered and field is key)]
    columns = [quote(field.column) for field in fields]
    tail = f" RETURNING {quote(key.column)}" if is_numbered else ""
    if or_replace:
        changes = ", ".join(f"{column} = EXCLUDED.{column}" for column in columns if column != quote(key.column))
        tail = f" ON CONFLICT ({quote(key.column)}) DO UPDATE SET {changes}"
    return _Statement(
        table=quote(model._meta.db_table),
        columns=columns,
        head=f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) VALUES ",
        values=f"({', '.join(['%s'] * len(fields))})",
        tail=tail,
        fields=fields,
        is_numbered=is_numbered,
    )
