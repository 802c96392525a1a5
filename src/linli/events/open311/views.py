"""The addresses of GeoReport v2. Each answers as JSON or XML, by the suffix; what goes wrong as well."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from linli.audit.browsing import key_from
from linli.audit.models import Entry
from linli.events.core.catalogue import catalogue
from linli.events.core.flows import EVENT
from linli.events.core.models import NUMBER, Event
from linli.events.core.openness import known_to, opened_to
from linli.events.core.states import ENDED, OPEN, EventState
from linli.events.open311 import shapes
from linli.events.open311.asking import (
    MOST,
    Parameters,
    check_jurisdiction,
    listed,
    numbers,
    part,
    reader,
    window,
    writer,
)
from linli.events.open311.intake import post_request, post_update
from linli.events.open311.replies import Reply, error, written
from linli.kernel.actor import Actor
from linli.kernel.answers import KEY_HEADER, REPEATED_HEADER, sealed_once
from linli.kernel.bodies import read_form
from linli.kernel.ids import first_id
from linli.kernel.problems import Invalid, NotAllowed, NotFound, Problem
from linli.people.api_auth import SignIn

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-25T00:00:00+08:00"
BLIND_REPEAT = timedelta(minutes=10)
"""The same body again within this time is the same act, also where the client sends no key of its own."""
MARGIN = timedelta(minutes=1)
"""Ids and keys of the trail are given a moment before or after the time that is written down beside them."""
TOLD = [f"event.{move.name}" for move in EVENT.moves.values() if move.target or move.name == "comment"]
Answering = Callable[..., Reply]


def endpoint(**methods: Answering) -> Callable[..., HttpResponse]:
    """One address: a function for each method, and problems in the standard's own shape."""

    @csrf_exempt
    def view(request: HttpRequest, *, form: str, **words: str) -> HttpResponse:
        try:
            act = methods.get("GET" if request.method == "HEAD" else request.method or "")
            if act is None:
                raise NotAllowed()
            reply = act(request, **words)
        except NotAllowed as problem:
            response = error(problem, form)
            response["Allow"] = ", ".join(methods)
            return response
        except Problem as problem:
            return error(problem, form)
        response = written(reply, form)
        if reply.is_repeated:
            response[REPEATED_HEADER] = "true"
        return response

    return view


def _asked(request: HttpRequest) -> tuple[Parameters, Any | None]:
    """The parameters of a GET and the actor whose key came with them, if one did."""
    parameters = request.GET.dict()
    sign_in = reader(request, parameters)
    check_jurisdiction(parameters)
    return parameters, sign_in.actor if sign_in else None


def get_discovery(request: HttpRequest) -> Reply:
    """Where to find the rest."""
    _asked(request)
    address = request.build_absolute_uri(reverse("open311_discovery", args=["json"])).removesuffix("discovery.json")
    endpoint = {
        "specification": SPECIFICATION,
        "url": address,
        "changeset": CHANGESET,
        "type": "test" if settings.DEMO else "production",
        "formats": ["application/json", "text/xml"],
    }
    content = {
        "changeset": CHANGESET,
        "contact": request.build_absolute_uri("/"),
        "key_service": _("在“接口令牌”页生成令牌，即为 api_key。"),
        "endpoints": [endpoint],
    }
    return Reply("discovery", content)


def get_services(request: HttpRequest) -> Reply:
    _asked(request)
    return Reply("services", [shapes.service(found) for found in catalogue.get().offered.values()], "service")


def get_service(request: HttpRequest, code: str) -> Reply:
    """The definition: no service asks for more than the standard's own fields."""
    _asked(request)
    if code not in catalogue.get().offered:
        raise NotFound(_("没有这个类别（service_code）"))
    return Reply("service_definition", {"service_code": code, "attributes": []})


def get_requests(request: HttpRequest) -> Reply:
    """Newest first, at most 1,000 a page; ids asked for by name override all other filters, as the standard has it."""
    parameters, actor = _asked(request)
    rows = part(parameters)
    events = known_to(actor)
    if "service_request_id" in parameters:
        events = events.filter(number__in=numbers(parameters))
    else:
        span = window(parameters)
        # The id bounds the walk through the newest; the column decides.
        events = events.filter(
            created_at__range=(span.start, span.end),
            pk__gte=first_id(span.start - MARGIN),
            state__in=_states(parameters),
        )
        if codes := listed(parameters, "service_code"):
            events = events.filter(category__in=[c.pk for c in catalogue.get().all if c.code in codes])
    return _requests(list(events.for_list().order_by("-pk")[rows]), actor)


def _states(parameters: Parameters) -> list[str]:
    """The states behind ``open``, ``closed`` or both; what was joined to another event goes on with that one."""
    asked = listed(parameters, "status") or [shapes.OPEN_STATUS, shapes.CLOSED_STATUS]
    if set(asked) - {shapes.OPEN_STATUS, shapes.CLOSED_STATUS}:
        raise Invalid(errors={"status": [_("只能是 open 或 closed")]})
    going_on, over = (*OPEN, EventState.JOINED), ENDED
    return [*(going_on if shapes.OPEN_STATUS in asked else ()), *(over if shapes.CLOSED_STATUS in asked else ())]


def _requests(events: list[Event], actor: Actor | None) -> Reply:
    return Reply("service_requests", shapes.requests(events, actor), "request")


def get_request(request: HttpRequest, number: str) -> Reply:
    _parameters, actor = _asked(request)
    return _requests([_known(number, actor)], actor)


def get_token(request: HttpRequest, number: str) -> Reply:
    """We answer with the id at once, so that a token is the id itself."""
    _parameters, actor = _asked(request)
    found = _known(number, actor).number
    return Reply("service_requests", [{"token": found, "service_request_id": found}], "request")


def _known(number: str, actor: Actor | None) -> Event:
    events = known_to(actor).for_list()
    event = events.filter(number=number.upper()).first() if NUMBER.fullmatch(number) else None
    if event is None:
        raise NotFound(_("没有这件事件"))
    return event


def get_updates(request: HttpRequest) -> Reply:
    """Steps of the public timeline, oldest first; whoever got 1,000 goes on from the last one's time."""
    parameters, actor = _asked(request)
    span = window(parameters)
    known = known_to(actor)
    if "service_request_id" in parameters:
        known = known.filter(number__in=numbers(parameters))
    entries = list(
        Entry.objects.filter(
            pk__gte=key_from(span.start - MARGIN),
            pk__lt=key_from(span.end + MARGIN),
            at__range=(span.start, span.end),
            action__in=TOLD,
            subject_id__in=known.values("pk"),
        ).order_by("pk")[:MOST]
    )
    ids = {entry.subject_id for entry in entries if entry.subject_id}
    rows = shapes.updates(entries, Event.objects.in_bulk(ids), opened_to(actor, ids))
    return Reply("service_requests_updates", rows, "request_update")


def create_request(request: HttpRequest) -> Reply:
    return _once(request, "service_requests", "request", post_request, key="")


def create_update(request: HttpRequest) -> Reply:
    """The client's own ``update_id`` says which of its updates are the same."""
    return _once(request, "service_request_updates", "request_update", post_update, key="update_id")


def _once(request: HttpRequest, root: str, item: str, act: Callable[..., dict[str, Any]], *, key: str) -> Reply:
    """Act once: by the ``Idempotency-Key``, else by the parameter ``key``, else by the whole body for ten minutes."""
    body = read_form(request)
    sign_in = writer(request, body.values)
    check_jurisdiction(request.GET.dict() | dict(body.values))
    chosen, good_for = request.headers.get(KEY_HEADER), timedelta(days=7)
    if chosen is None and (own := body.values.get(key, "").strip()):
        chosen = f"{key}:{hashlib.sha256(own.encode()).hexdigest()}"
    if chosen is None:
        chosen, good_for = f"body:{hashlib.sha256(body.digest).hexdigest()}", BLIND_REPEAT

    def acting() -> tuple[int, str]:
        return 201, json.dumps([act(body.values, actor=sign_in.actor)])

    kept = sealed_once(acting, scope=_scope(sign_in), key=chosen, body=body.digest, good_for=good_for)
    return Reply(root, json.loads(kept.body), item, status=kept.status, is_repeated=kept.is_repeated)


def _scope(sign_in: SignIn) -> str:
    return f"token:{sign_in.token.pk}"
