"""Orders for programs: in by number, replies out by position and acknowledged. See docs/hotline.md."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from linli.events.hotline import replies
from linli.events.hotline.actions import take_in
from linli.events.hotline.api_schemas import (
    AcknowledgedOut,
    AcknowledgementsOut,
    OrderOut,
    OrdersOut,
    RepliesOut,
    ReplyOut,
)
from linli.events.hotline.forms import AnswerForm, OrderForm
from linli.events.hotline.models import OrderSource, Reply, ReplyKind, ReplyOutcome, Via
from linli.events.hotline.placing import Gazetteer
from linli.kernel import bodies
from linli.kernel.answers import answer
from linli.kernel.form_schemas import list_body_of
from linli.kernel.problems import Forbidden, NotFound, Problem
from linli.people.api_auth import ApiRequest, carries_orders

router = Router(tags=["hotline"])
MOST = 100


def _source(request: ApiRequest) -> OrderSource:
    source = OrderSource.objects.select_related("place", "fallback__parent").filter(user=request.actor.id).first()
    if source is None or not source.is_active:
        raise Forbidden(_("这个账号不是热线平台的接口账号"), code="no_source")
    return source


def _checked(body: bodies.Body, form: forms.Form) -> None:
    bodies.check_names(body, form.fields)
    bodies.refuse_errors(form)


def _told(problem: Problem) -> dict[str, Any]:
    return {"is_taken": False, "code": problem.code, "detail": str(problem.detail), "errors": problem.errors}


@router.post(
    "/hotline/orders", auth=carries_orders, response=OrdersOut, openapi_extra=list_body_of("orders", OrderForm, MOST)
)
def create_orders(request: ApiRequest) -> HttpResponse:
    """Bring up to a hundred orders. Each stands by itself: `items` says of each what became of it."""
    source = _source(request)
    sent = bodies.read_items(request, "orders", most=MOST)
    gazetteer = Gazetteer(source)
    return answer(OrdersOut(items=[_take(body, source, gazetteer, request) for body in sent]))


def _take(body: bodies.Body, source: OrderSource, gazetteer: Gazetteer, request: ApiRequest) -> OrderOut:
    number = body.values.get("number", "").strip()[:60]
    form = OrderForm(body.values)
    try:
        _checked(body, form)
        taken = take_in(form.payload(), source=source, actor=request.actor, via=Via.API, gazetteer=gazetteer)
    except Problem as problem:
        return OrderOut(number=number, **_told(problem))
    order = taken.order
    return OrderOut(
        number=number, is_taken=True, event=order.event.number, place=order.event.path, placed_by=order.placed_by
    )


class Asked(Schema):
    after: int = Field(0, ge=0, le=2**63 - 1, description="`position` of the last reply that was read; 0 for all.")
    size: int = Field(100, ge=1, le=MOST)


@router.get("/hotline/results", auth=carries_orders, response=RepliesOut)
def list_results(request: ApiRequest, asked: Query[Asked]) -> HttpResponse:
    """The replies that are not acknowledged yet, the oldest first. Reading changes nothing."""
    rows = Reply.objects.filter(source=_source(request), outcome=ReplyOutcome.TO_SEND, batch=None)
    found = list(rows.filter(position__gt=asked.after).select_related("order__event")[: asked.size + 1])
    items = found[: asked.size]
    following = items[-1].position if len(found) > asked.size else None
    return answer(RepliesOut(items=[_shape(reply) for reply in items], next=following))


def _shape(reply: Reply) -> ReplyOut:
    names = set(ReplyOut.model_fields) - {"id", "position", "event", "kind"}
    body: Mapping[str, Any] = {name: value for name, value in reply.body.items() if name in names}
    return ReplyOut(
        id=reply.pk, position=reply.position, event=reply.order.event.number, kind=ReplyKind(reply.kind), **body
    )


@router.post(
    "/hotline/results/acknowledge",
    auth=carries_orders,
    response=AcknowledgementsOut,
    openapi_extra=list_body_of("items", AnswerForm, MOST),
)
def acknowledge_results(request: ApiRequest) -> HttpResponse:
    """Say of up to a hundred replies that they have arrived, or what was decided on them. May be repeated."""
    source = _source(request)
    sent = bodies.read_items(request, "items", most=MOST)
    return answer(AcknowledgementsOut(items=[_acknowledge(body, source, request) for body in sent]))


def _acknowledge(body: bodies.Body, source: OrderSource, request: ApiRequest) -> AcknowledgedOut:
    key = body.values.get("id", "")[:60]
    form = AnswerForm(body.values)
    try:
        _checked(body, form)
        values = form.cleaned_data
        reply = _own(source, values["id"])
        done = replies.answer(
            reply.pk,
            outcome=values["outcome"],
            words=values["words"],
            actor=request.actor,
            due_at=values["due_at"],
            stars=values["rating"],
        )
    except Problem as problem:
        return AcknowledgedOut(id=key, **_told(problem))
    return AcknowledgedOut(id=key, is_taken=True, outcome=ReplyOutcome(done.outcome))


def _own(source: OrderSource, key: uuid.UUID) -> Reply:
    reply = source.replies.exclude(outcome=ReplyOutcome.DROPPED).filter(pk=key).first()
    if reply is None:
        raise NotFound(_("没有这份回传"))
    return reply
