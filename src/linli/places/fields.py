"""The column that holds a place's code."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Length

from linli.places.levels import LONGEST_CODE

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField


class NotedCodeField(_Text):
    """A code as it was when it was put down, compared byte by byte: "inside" is a range and any index serves it.

    PostgreSQL needs the C collation for that; SQLite compares so by itself. The collation is chosen when
    the column is made, not in the model's state, so that one migration serves both databases.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_CODE)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        return {**parameters, "collation": "C" if connection.vendor == "postgresql" else None}


class CodeField(NotedCodeField):
    """A place's code as it is now: it follows when the place gets another one (see ``recoding``)."""


NotedCodeField.register_lookup(Length)
