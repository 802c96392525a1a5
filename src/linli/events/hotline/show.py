"""How orders are shown: in their list, and beside their event."""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Q
from django.utils import timezone

from linli.events.core import show
from linli.events.core.models import Event
from linli.events.core.states import EventState
from linli.events.hotline import policies
from linli.events.hotline.models import (
    FileStage,
    HotlineOrder,
    OrderQuerySet,
    OrderResult,
    PlacedBy,
    Reply,
    ReplyKind,
    ReplyOutcome,
)
from linli.flow.sections import Section
from linli.flow.showing import Waiting, waiting
from linli.inbox.models import Task
from linli.kernel.actor import Actor
from linli.kernel.masks import mask_name, mask_phone
from linli.kernel.problems import Text
from linli.places.lines import lines_of

NEAR = datetime.timedelta(hours=24)
UNANSWERED = ~Q(result__in=(OrderResult.SENT, OrderResult.CONFIRMED))
RESULT_TONES: Mapping[str, str] = {
    OrderResult.OPEN: "going",
    OrderResult.TO_SEND: "near",
    OrderResult.SENT: "done",
    OrderResult.CONFIRMED: "done",
    OrderResult.REFUSED: "whistled",
}
REPLY_TONES: Mapping[str, str] = {
    ReplyOutcome.TO_SEND: "near",
    ReplyOutcome.SENT: "going",
    ReplyOutcome.CONFIRMED: "done",
    ReplyOutcome.REFUSED: "whistled",
    ReplyOutcome.DROPPED: "waiting",
}
STAGE_TONES: Mapping[str, str] = {
    FileStage.MAPPING: "waiting",
    FileStage.CHECKING: "going",
    FileStage.CHECKED: "near",
    FileStage.TAKING: "going",
    FileStage.DONE: "done",
    FileStage.FAILED: "waiting",
    FileStage.DROPPED: "waiting",
}


def tone_of(order: HotlineOrder, ended_at: datetime.datetime | None, now: datetime.datetime) -> str:
    """Late or near by the platform's deadline; what has ended is late for ever or not at all."""
    if (ended_at or now) > order.due_at:
        return "late"
    return "near" if ended_at is None and order.due_at - now < NEAR else ""


@dataclass(frozen=True)
class Row:
    """An order in the list: both deadlines, ours with who has it."""

    order: HotlineOrder
    event: Event
    line: str
    state: Text
    tone: str
    waiting: Waiting
    due_tone: str
    result: Text
    result_tone: str


def rows(orders: Iterable[HotlineOrder]) -> list[Row]:
    """Two queries however many."""
    orders, now = list(orders), timezone.now()
    tasks = Task.objects.in_bulk([order.event_id for order in orders])
    lines = lines_of({order.event.place_id for order in orders})
    return [
        Row(
            order=order,
            event=order.event,
            line=lines[order.event.place_id].line,
            state=EventState(order.event.state).label,
            tone=show.TONES[order.event.state],
            waiting=waiting(tasks.get(order.event_id), now),
            due_tone=tone_of(order, order.event.ended_at, now),
            result=OrderResult(order.result).label,
            result_tone=RESULT_TONES[order.result],
        )
        for order in orders
    ]


@dataclass(frozen=True)
class Figures:
    """Of the orders that somebody sees; ``in_time`` of those whose deadline falls in this month and that are due."""

    late: int
    today: int
    to_send: int
    refused: int
    due: int
    in_time: int


def figures(orders: OrderQuerySet) -> Figures:
    """One query over what is unanswered and what this month's deadlines are."""
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow, month = today + datetime.timedelta(days=1), today.replace(day=1)
    is_going = Q(event__ended_at=None)
    this_month = Q(due_at__gte=month, due_at__lt=tomorrow) & (Q(due_at__lte=now) | ~is_going)
    found = orders.filter(UNANSWERED | Q(due_at__gte=month, due_at__lt=tomorrow)).aggregate(
        late=Count("pk", filter=UNANSWERED & is_going & Q(due_at__lte=now)),
        today=Count("pk", filter=UNANSWERED & is_going & Q(due_at__gt=now, due_at__lt=tomorrow)),
        to_send=Count("pk", filter=Q(result=OrderResult.TO_SEND)),
        refused=Count("pk", filter=Q(result=OrderResult.REFUSED)),
        due=Count("pk", filter=this_month),
        in_time=Count("pk", filter=this_month & Q(event__ended_at__lte=F("due_at"))),
    )
    return Figures(**found)


@dataclass(frozen=True)
class ReplyRow:
    reply: Reply
    kind: Text
    outcome: Text
    tone: str
    is_waiting: bool
    until: datetime.datetime | None


@dataclass(frozen=True)
class Version:
    came_at: datetime.datetime
    text: str
    due_at: datetime.datetime


@dataclass(frozen=True)
class Box:
    """What the event's page says of its order. The caller only for those who may know, and masked."""

    order: HotlineOrder
    due_tone: str
    result: Text
    result_tone: str
    is_unplaced: bool
    caller: str
    may_see_caller: bool
    may_speak: bool
    may_ask: bool
    replies: Sequence[ReplyRow] = field(default_factory=list)
    versions: Sequence[Version] = field(default_factory=list)


def section(event: Event, actor: Actor) -> Section | None:
    """On the event's page: the order that it came with."""
    box = box_of(event, actor)
    return Section("", "hotline/_section.html", {"box": box}) if box else None


def box_of(event: Event, actor: Actor) -> Box | None:
    """None, without a query, for what came no such way."""
    if event.their_due is None:
        return None
    order = HotlineOrder.objects.select_related("source").filter(event=event).first()
    if order is None:
        return None
    order.event = event
    found = [_reply_row(reply) for reply in order.replies.all()]
    may_see = policies.can_see_caller(actor, order) is not None
    may_speak = policies.can_speak_for(actor, event) is not None
    is_asked = any(row.is_waiting and row.reply.kind == ReplyKind.EXTENSION for row in found)
    return Box(
        order=order,
        due_tone=tone_of(order, event.ended_at, timezone.now()),
        result=OrderResult(order.result).label,
        result_tone=RESULT_TONES[order.result],
        is_unplaced=order.placed_by == PlacedBy.NOTHING,
        caller=masked(order) if may_see else "",
        may_see_caller=may_see and bool(order.caller_name or order.caller_phone),
        may_speak=may_speak,
        may_ask=may_speak and event.is_open and not is_asked,
        replies=found,
        versions=[_version(row.came_at, row.content) for row in order.versions.all()],
    )


def masked(order: HotlineOrder) -> str:
    return f"{mask_name(order.caller_name or '')} {mask_phone(order.caller_phone or '')}".strip()


def _reply_row(reply: Reply) -> ReplyRow:
    until = reply.body.get("until")
    return ReplyRow(
        reply=reply,
        kind=ReplyKind(reply.kind).label,
        outcome=ReplyOutcome(reply.outcome).label,
        tone=REPLY_TONES[reply.outcome],
        is_waiting=reply.outcome in (ReplyOutcome.TO_SEND, ReplyOutcome.SENT),
        until=datetime.datetime.fromisoformat(until) if until else None,
    )


def _version(came_at: datetime.datetime, content: str) -> Version:
    """Of what was sent only what everybody who works on it may read."""
    sent = json.loads(content)
    return Version(came_at, sent["text"], datetime.datetime.fromisoformat(sent["due_at"]))
