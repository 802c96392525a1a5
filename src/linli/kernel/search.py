"""Finding words in text, Chinese ones of two characters above all.

PostgreSQL has an index of all pairs of neighbouring characters (bigrams), made by a function of our own: a word's
pairs say which rows can hold it, then the text decides. It needs no dictionary, so that it misses no word. SQLite
reads every row. Upper and lower case differ.

How PostgreSQL goes about it is its choice: for a rare word through the index, for a common one from the newest row
back. It chooses well only if it can tell how common a word is. Therefore a word is asked for by at most three of its
pairs (they come together, and the planner multiplies as if they did not), the look into the text is written so that
the planner takes it for true (``LIKE`` on an expression counts as one row in two hundred), and the function is
declared dear, so that in each row the text is looked into first.

    SEARCHED = joined("text", "address")
    matching(queryset, SEARCHED, "路灯 不亮")
"""

import itertools
from typing import Any, TypeVar

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.sql.compiler import SQLCompiler

FUNCTION = """
CREATE FUNCTION linli_bigrams(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
    SELECT coalesce(array_agg(DISTINCT first || second), '{}')
    FROM (SELECT string_to_array($1, NULL) AS all_of_it) AS characters,
         unnest(all_of_it[:cardinality(all_of_it) - 1], all_of_it[2:]) AS pair(first, second)
$$
"""
# New rows wait in a list that every search reads through and that is worked in when full: kept short here.
INDEX = "CREATE INDEX {name} ON {table} USING gin (linli_bigrams({text})) WITH (gin_pending_list_limit = 256)"
BETWEEN = " || ' ' || "
Rows = TypeVar("Rows", bound=QuerySet[Any])


class Joined(Func):
    """Columns with a space between: written as the index is."""

    template = "(%(expressions)s)"
    arg_joiner = BETWEEN
    output_field = TextField()


class _Holds(Func):
    """The text holds the word, exactly as it is written."""

    template = "nullif(strpos(%(expressions)s), 0) IS NOT NULL"
    output_field = models.BooleanField()
    conditional = True

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="instr(%(expressions)s) > 0", **context)


class _HoldsPairs(Func):
    template = "linli_bigrams%(expressions)s"
    arg_joiner = " @> "
    output_field = models.BooleanField()
    conditional = True


def joined(*columns: str) -> Joined:
    return Joined(*(F(column) for column in columns))


def matching(rows: Rows, text: Joined, words: str) -> Rows:
    """Those of ``rows`` whose text holds all ``words``, which spaces part."""
    for word in words.replace("\0", " ").split():
        if connection.vendor == "postgresql" and len(word) > 1:
            rows = rows.filter(_HoldsPairs(text, Value(_telling_pairs(word))))
        rows = rows.filter(_Holds(text, Value(word)))
    return rows


def _telling_pairs(word: str) -> list[str]:
    """The first, the middle and the last."""
    pairs = [first + second for first, second in itertools.pairwise(word)]
    return sorted({pairs[0], pairs[len(pairs) // 2], pairs[-1]})


def create_function() -> RunPython:
    """The step of a migration that makes the function; this app's own."""
    return _on_postgresql(FUNCTION, "DROP FUNCTION linli_bigrams")


def create_index(name: str, *, table: str, columns: tuple[str, ...]) -> RunPython:
    """The step of a migration that indexes ``joined(*columns)``; an app puts it into its own migration."""
    return _on_postgresql(INDEX.format(name=name, table=table, text=BETWEEN.join(columns)), f"DROP INDEX {name}")


def _on_postgresql(forwards: str, backwards: str) -> RunPython:
    def run(statement: str) -> Any:
        def step(apps: Any, schema_editor: Any) -> None:
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(statement)

        return step

    return RunPython(run(forwards), run(backwards))
