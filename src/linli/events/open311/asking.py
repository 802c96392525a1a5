"""What a request asks for: its window of time, its lists, its jurisdiction, its key."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.events.core.models import NUMBER
from linli.kernel.addresses import client_address
from linli.kernel.problems import Invalid, NotFound, NotSignedIn, TooMany
from linli.kernel.throttle import allow
from linli.people.api_auth import SignIn, signed_in
from linli.people.models import Scope
from linli.places.served import served_district

LONGEST_WINDOW = datetime.timedelta(days=90)
MOST = 1000
"""Both by the standard: what a list answers at once, whichever is less."""
FURTHEST = 100_000
"""Rows from the beginning that paging reaches; whoever needs more asks for less time at once."""
ANONYMOUS_GETS, WITHIN_SECONDS = 600, 60
"""By address. An open-data page behind one address may poll often; a runaway loop is slowed down."""
Parameters = Mapping[str, str]


@dataclass(frozen=True)
class Window:
    """From ``start`` to ``end``, both included."""

    start: datetime.datetime
    end: datetime.datetime


def check_jurisdiction(parameters: Parameters) -> None:
    """One installation is one jurisdiction, called by its district's code; naming it is optional."""
    asked = parameters.get("jurisdiction_id", "").strip()
    if not asked:
        return
    district = served_district()
    if district is None or district.code != asked:
        raise NotFound(_("没有这个辖区（jurisdiction_id）"))


def reader(request: HttpRequest, parameters: Parameters) -> SignIn | None:
    """Who asks, if they say so by a key; those who do not share an allowance by address."""
    if key := _key(request, parameters):
        return signed_in(request, key, Scope.READ)
    allowance = allow(f"open311:{client_address(request)}", limit=ANONYMOUS_GETS, seconds=WITHIN_SECONDS)
    if not allowance:
        raise TooMany(retry_after=allowance.retry_after)
    return None


def writer(request: HttpRequest, parameters: Parameters) -> SignIn:
    """Whoever acts does it by a key."""
    key = _key(request, parameters)
    if not key:
        raise NotSignedIn(_("缺少 api_key"))
    return signed_in(request, key, Scope.WRITE)


def _key(request: HttpRequest, parameters: Parameters) -> str:
    """By the standard a parameter; in the header it stays out of the logs of whatever stands between."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and token.strip():
        return token.strip()
    return (parameters.get("api_key") or request.GET.get("api_key", "")).strip()


def listed(parameters: Parameters, name: str) -> list[str]:
    """The parts of a list with commas; empty where nothing was asked."""
    return [part.strip() for part in parameters.get(name, "").split(",") if part.strip()]


def numbers(parameters: Parameters) -> list[str]:
    """The requests asked for by id. What is no number of ours cannot be found, and is not looked for."""
    return [part.upper() for part in listed(parameters, "service_request_id")[:MOST] if NUMBER.fullmatch(part)]


def window(parameters: Parameters) -> Window:
    """At most 90 days; the last 90 where nothing is said, and 90 after or before a moment that stands alone."""
    start, end = _moment(parameters, "start_date"), _moment(parameters, "end_date")
    now = timezone.now()
    try:
        if end is None:
            end = max(min(now, start + LONGEST_WINDOW), start) if start else now
        if start is None:
            start = end - LONGEST_WINDOW
    except OverflowError:
        raise Invalid(errors={"start_date": [_("日期超出范围")]}) from None
    if start > end:
        raise Invalid(errors={"end_date": [_("结束时间不能早于开始时间")]})
    if end - start > LONGEST_WINDOW:
        raise Invalid(errors={"end_date": [_("一次最多查询 90 天，请缩短时间范围")]})
    return Window(start, end)


def part(parameters: Parameters) -> slice:
    """The rows of ``page`` (from 1) with ``page_size`` rows each, as many cities' endpoints understand it."""
    size = _whole(parameters, "page_size", default=MOST, most=MOST)
    number = _whole(parameters, "page", default=1, most=FURTHEST // size)
    return slice((number - 1) * size, number * size)


def _whole(parameters: Parameters, name: str, *, default: int, most: int) -> int:
    text = parameters.get(name, "").strip()
    if not text:
        return default
    if not (text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most):
        raise Invalid(errors={name: [_("请填 1 到 %(most)s 的整数") % {"most": most}]})
    return int(text)


def _moment(parameters: Parameters, name: str) -> datetime.datetime | None:
    """A W3C date or moment; without an offset it is local. A plus sign that came unescaped was read as a space."""
    text = parameters.get(name, "").strip()
    if not text:
        return None
    try:
        moment = datetime.datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        moment = moment if moment.tzinfo else timezone.make_aware(moment)
        return moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        raise Invalid(errors={name: [_("不是 W3C 格式的时间，例如 2026-03-02T09:00:00+08:00")]}) from None
