"""Long lists by keyset: the next page begins after the last row seen, however many came before."""

import base64
import binascii
import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.kernel.problems import BadRequest

M = TypeVar("M", bound=Model)
SIZE = 50


@dataclass(frozen=True)
class Page(Generic[M]):
    items: Sequence[M]
    next_cursor: str | None
    is_first: bool


def page(queryset: QuerySet[M], *, cursor: str | None, size: int = SIZE) -> Page[M]:
    """At most ``size`` rows, newest first, after the place that ``cursor`` names.

    Ids are time-ordered, so the id alone is the key. A cursor that is none is a 400.
    """
    found = list(_from(queryset, cursor)[: size + 1])
    items = found[:size]
    following = cursor_after(items[-1].pk) if len(found) > size else None
    return Page(items, following, is_first=not cursor)


@dataclass(frozen=True)
class ValuesPage:
    items: Sequence[Mapping[str, Any]]
    next_cursor: str | None


def page_of_values(
    queryset: QuerySet[Any], columns: Sequence[str], *, cursor: str | None, size: int = SIZE
) -> ValuesPage:
    """The same page as mappings of ``columns``, of which ``pk`` must be one: a third of the work for a long list."""
    found = list(_from(queryset, cursor).values(*columns)[: size + 1])
    items = found[:size]
    return ValuesPage(items, cursor_after(items[-1]["pk"]) if len(found) > size else None)


def _from(queryset: QuerySet[M], cursor: str | None) -> QuerySet[M]:
    rows = queryset.order_by("-pk")
    return rows.filter(pk__lt=_decode(cursor)) if cursor else rows


@dataclass(frozen=True)
class UrgentPage(Generic[M]):
    items: Sequence[M]
    next_cursor: str | None


def page_by_date(queryset: QuerySet[M], field: str, *, cursor: str | None, size: int = SIZE) -> UrgentPage[M]:
    """At most ``size`` rows by the moment in ``field``, the earliest first and those without one last."""
    rows = queryset.order_by(F(field).asc(nulls_last=True), "pk")
    if cursor:
        at, key = _decode_dated(cursor)
        same = Q(**{field: at}, pk__gt=key)
        rows = rows.filter(same if at is None else same | Q(**{f"{field}__gt": at}) | Q(**{field: None}))
    found = list(rows[: size + 1])
    items = found[:size]
    following = _encode_dated(getattr(items[-1], field), items[-1].pk) if len(found) > size else None
    return UrgentPage(items, following)


def _encode_dated(at: datetime.datetime | None, key: uuid.UUID) -> str:
    text = f"{at.isoformat() if at else ''}/{key}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode_dated(cursor: str) -> tuple[datetime.datetime | None, uuid.UUID]:
    try:
        at, _slash, key = base64.urlsafe_b64decode(cursor + "==").decode().partition("/")
        moment = datetime.datetime.fromisoformat(at) if at else None
        if moment is not None and moment.tzinfo is None:
            raise ValueError("a moment without its zone")
        return moment, uuid.UUID(key)
    except (ValueError, binascii.Error) as error:
        raise BadRequest(_("翻页标记无效，请回到第一页"), code="bad_cursor") from error


def cursor_after(key: uuid.UUID) -> str:
    """The cursor of the page that begins right after this key."""
    return base64.urlsafe_b64encode(key.bytes).decode().rstrip("=")


def _decode(cursor: str) -> uuid.UUID:
    try:
        return uuid.UUID(bytes=base64.urlsafe_b64decode(cursor + "=="))
    except (ValueError, binascii.Error) as error:
        raise BadRequest(_("翻页标记无效，请回到第一页"), code="bad_cursor") from error
