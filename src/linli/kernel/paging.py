"""Long lists by keyset: the next page begins after the last row seen, however many came before."""

import base64
import binascii
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
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
    rows = queryset.order_by("-pk")
    if cursor:
        rows = rows.filter(pk__lt=_decode(cursor))
    found = list(rows[: size + 1])
    items = found[:size]
    following = _encode(items[-1].pk) if len(found) > size else None
    return Page(items, following, is_first=not cursor)


def _encode(key: uuid.UUID) -> str:
    return base64.urlsafe_b64encode(key.bytes).decode().rstrip("=")


def _decode(cursor: str) -> uuid.UUID:
    try:
        return uuid.UUID(bytes=base64.urlsafe_b64decode(cursor + "=="))
    except (ValueError, binascii.Error) as error:
        raise BadRequest(_("翻页标记无效，请回到第一页"), code="bad_cursor") from error
