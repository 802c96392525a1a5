"""What makes a record one that is at a place: ``Placed`` and its QuerySet."""

from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.db.models.sql.compiler import SQLCompiler

from linli.places.fields import CodeField
from linli.places.levels import CODE_LENGTHS, Level, after
from linli.places.models import Place

INDEXED_LENGTHS = tuple(CODE_LENGTHS[level] for level in (Level.SUBDISTRICT, Level.COMMUNITY, Level.GRID))
M = TypeVar("M", bound=models.Model)


def inside(code: str, *, field: str = "path") -> models.Q:
    """The condition "``field`` is ``code`` or lies within it".

    For subdistricts, communities and grids it is an equality with the beginning of the path, which the
    indexes of ``index_list`` hold newest first; below a grid it adds the range.
    """
    if len(code) in INDEXED_LENGTHS:
        return _begins(field, code)
    within = models.Q(**{f"{field}__gte": code, f"{field}__lt": after(code)})
    grid = CODE_LENGTHS[Level.GRID]
    return _begins(field, code[:grid]) & within if len(code) > grid else within


def _begins(field: str, code: str) -> models.Q:
    return models.Q(Exact(Beginning(field, length=str(len(code))), code))


class Beginning(models.Func):
    """``Left`` with its length written out: SQLite does not see an index's expression in one with a parameter."""

    function = "LEFT"
    template = "%(function)s(%(expressions)s, %(length)s)"
    output_field = CodeField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        return self.as_sql(
            compiler, connection, function="SUBSTR", template="%(function)s(%(expressions)s, 1, %(length)s)"
        )


class PlacedQuerySet(models.QuerySet[M]):
    """For the QuerySets of records that are ``Placed``."""

    def inside(self, code: str) -> Self:
        """The records at the place ``code`` and at all places within it."""
        return self.filter(inside(code))


class Placed(models.Model):
    """A record at a place. ``path`` is a copy of the place's current code: set both with ``at``.

    The place has no index of its own: whoever looks for the records of a place goes by the path.
    """

    is_listed_by_place: ClassVar[bool] = True
    """False for what is only reached through another record; all others have the indexes of ``index_list``."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = CodeField()

    class Meta:
        abstract = True

    @staticmethod
    def at(place: Place) -> dict[str, Any]:
        """The two fields of a new record at ``place``: ``Event(**Event.at(place), …)``."""
        return {"place": place, "path": place.code}

    @staticmethod
    def index_list(name_prefix: str) -> list[models.Index]:
        """For ``Meta.indexes``: by subdistrict, community and grid, each newest first."""
        return [
            models.Index(Left("path", length), models.F("id").desc(), name=f"{name_prefix}_in_{length}")
            for length in INDEXED_LENGTHS
        ]
