"""Writing one row where it happens for every act: the statement of a table is put together once, not each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model


@dataclass(frozen=True)
class _Statement:
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
        head=f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) VALUES ",
        values=f"({', '.join(['%s'] * len(fields))})",
        tail=tail,
        fields=fields,
        is_numbered=is_numbered,
    )
