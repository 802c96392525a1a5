"""What a request to ``/hsds/`` is about: its page, its filters, its format."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.addresses import client_address
from linli.kernel.problems import Invalid, NotFound, TooMany
from linli.kernel.throttle import allow

USUAL, MOST, MOST_MINIMAL = 50, 500, 10_000
"""Rows of a page: where nothing is said, at most, and at most of ids and dates alone."""
FURTHEST = 10_000
"""Rows from the beginning that pages by number reach, for each of them is walked past; ``ndjson`` has them all."""
LONGEST_WORDS = 100
GETS, WITHIN_SECONDS = 600, 60
WHOLES, WHOLES_WITHIN_SECONDS = 10, 600
"""By address: pages, and everything at once."""
FORMATS = ("json", "ndjson")
TRUTHS = {"": False, "false": False, "0": False, "true": True, "1": True}
Parameters = Mapping[str, str]


@dataclass(frozen=True)
class Part:
    """Which page, from 1, and how many rows a page has."""

    number: int
    size: int

    @property
    def rows(self) -> slice:
        return slice((self.number - 1) * self.size, self.number * self.size)


def admit(request: HttpRequest, *, is_whole: bool) -> None:
    """Raises TooMany: an open-data page may poll often, a runaway loop is slowed down."""
    name, limit, seconds = ("hsds-all", WHOLES, WHOLES_WITHIN_SECONDS) if is_whole else ("hsds", GETS, WITHIN_SECONDS)
    allowance = allow(f"{name}:{client_address(request)}", limit=limit, seconds=seconds)
    if not allowance:
        raise TooMany(retry_after=allowance.retry_after)


def part(parameters: Parameters, *, is_minimal: bool = False) -> Part:
    size = _whole(parameters, "per_page", usual=USUAL, most=MOST_MINIMAL if is_minimal else MOST)
    return Part(_whole(parameters, "page", usual=1, most=max(FURTHEST // size, 1)), size)


def _whole(parameters: Parameters, name: str, *, usual: int, most: int) -> int:
    text = parameters.get(name, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most):
        raise Invalid(errors={name: [_("请填 1 到 %(most)s 的整数") % {"most": most}]})
    return int(text)


def is_true(parameters: Parameters, name: str) -> bool:
    text = parameters.get(name, "").strip().lower()
    if text not in TRUTHS:
        raise Invalid(errors={name: [_("只能是 true 或 false")]})
    return TRUTHS[text]


def words(parameters: Parameters) -> str:
    text = parameters.get("search", "").strip()
    if len(text) > LONGEST_WORDS:
        raise Invalid(errors={"search": [_("最多 %(most)s 个字") % {"most": LONGEST_WORDS}]})
    return text


def form(parameters: Parameters) -> str:
    text = parameters.get("format", "").strip() or "json"
    if text not in FORMATS:
        raise Invalid(errors={"format": [_("只能是 json 或 ndjson")]})
    return text


def key(parameters: Parameters, name: str) -> uuid.UUID | None:
    """An id in a filter; None where there is no such filter."""
    text = parameters.get(name, "").strip()
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Invalid(errors={name: [_("不是 UUID")]}) from None


def key_of_address(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None


def modified_after(parameters: Parameters) -> datetime.datetime | None:
    """A date or moment of ISO 8601; without an offset it is local. An unescaped plus sign was read as a space."""
    text = parameters.get("modified_after", "").strip()
    if not text:
        return None
    try:
        moment = datetime.datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        moment = moment if moment.tzinfo else timezone.make_aware(moment)
        return moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        raise Invalid(errors={"modified_after": [_("不是 ISO 8601 的时间，例如 2026-03-02T09:00:00+08:00")]}) from None


def refuse(parameters: Parameters, *names: str) -> None:
    """Filters of the standard for which there are no data: leaving them out would answer with more than was wanted."""
    for name in names:
        if parameters.get(name, "").strip():
            raise Invalid(errors={name: [_("没有邮政编码数据，不支持这个条件")]})
