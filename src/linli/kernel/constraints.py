"""What a constraint of the database answers: its own message, as a conflict that a page or a program can show."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import IntegrityError
from django.db.models import BaseConstraint, Field, Model, UniqueConstraint

from linli.kernel.problems import Conflict

SQLITE_NAMED = re.compile(r"^(?:CHECK constraint failed: |UNIQUE constraint failed: index ')([^']+)'?$")
SQLITE_COLUMNS = re.compile(r"^UNIQUE constraint failed: (.+)$")


@contextmanager
def answering() -> Iterator[None]:
    """Turn a violated constraint that has words of its own into a Conflict with them and its code.

    The statement has failed and with it the transaction: the caller lets the Conflict end it. A constraint without
    words is a fault of the program and stays what it was.
    """
    try:
        yield
    except IntegrityError as error:
        constraint = _violated(error)
        if constraint is None or constraint.violation_error_message == BaseConstraint.default_violation_error_message:
            raise
        words = constraint.violation_error_message or ""
        # By the field that the constraint ends with: the others say where or of whom it is.
        fields = constraint.fields[-1:] if isinstance(constraint, UniqueConstraint) else ()
        raise Conflict(
            words, code=constraint.violation_error_code or "constraint", errors={name: [words] for name in fields}
        ) from error


def _violated(error: IntegrityError) -> BaseConstraint | None:
    cause = error.__cause__
    name = getattr(getattr(cause, "diag", None), "constraint_name", None)
    if name is None and (named := SQLITE_NAMED.match(str(error))):
        name = named.group(1)
    if name is not None:
        return _by_name().get(name)
    found = SQLITE_COLUMNS.match(str(error))
    return _by_columns().get(frozenset(found.group(1).split(", "))) if found else None


@cache
def _by_name() -> dict[str, BaseConstraint]:
    return {constraint.name: constraint for model in apps.get_models() for constraint in model._meta.constraints}


@cache
def _by_columns() -> dict[frozenset[str], BaseConstraint]:
    """SQLite tells of a violated index without an expression only which columns it has."""
    return {
        frozenset(f"{model._meta.db_table}.{_column(model, field)}" for field in constraint.fields): (constraint)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and constraint.fields
    }


def _column(model: type[Model], name: str) -> str:
    field = model._meta.get_field(name)
    return str(field.column) if isinstance(field, Field) else name
