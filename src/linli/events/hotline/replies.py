"""What goes back to the platform: written in the transaction of the act that makes it due, and never changed."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.events.core.flows import EVENT
from linli.events.core.models import Event
from linli.events.core.payloads import Amend, Rate
from linli.events.core.policies import REPORTER
from linli.events.core.states import ENDED, EventState
from linli.events.hotline.actions import set_due_anew
from linli.events.hotline.models import HotlineOrder, OrderResult, OrderSource, PlacedBy, Reply, ReplyKind, ReplyOutcome
from linli.flow import timeline
from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict, Invalid

WAITING = (ReplyOutcome.TO_SEND, ReplyOutcome.SENT)
ANSWERS = (ReplyKind.RESULT, ReplyKind.RETURN)
"""Those that answer the order itself; asking for time does not."""


def follow(record: Record, *, name: str, actor: Actor) -> None:
    """An order's event came to its end, was rated, or goes on again."""
    if not isinstance(record, Event) or record.their_due is None:
        return
    if name == "rate" and actor.kind != REPORTER:
        # The platform asked the caller itself: it need not be told.
        return
    order = HotlineOrder.objects.select_for_update().filter(event=record).first()
    if order is None:
        return
    if name == "relocate":
        HotlineOrder.objects.filter(pk=order.pk).update(placed_by=PlacedBy.DESK)
    if record.state in ENDED:
        _drop_unsent(order, *ReplyKind)
        kind = ReplyKind.RETURN if record.state == EventState.REJECTED else ReplyKind.RESULT
        _write(order, kind, _told_of(record))
        _set_result(order, OrderResult.TO_SEND)
    elif name in ("reopen", "take_back"):
        _drop_unsent(order, *ANSWERS)
        _set_result(order, OrderResult.REFUSED if name == "take_back" else OrderResult.OPEN)


def _told_of(event: Event) -> dict[str, Any]:
    """What the public may read of it: no names, no notes but those that are meant for the reporter."""
    public = [line for line in timeline.for_public(event.joined_to or event) if line.note]
    return {
        "state": event.state,
        "words": public[-1].note if public else "",
        "at": (event.ended_at or event.changed_at).isoformat(),
        "is_in_time": bool(event.ended_at and event.their_due and event.ended_at <= event.their_due),
        "rating": event.rating,
        "rating_words": event.rating_words,
    }


def ask_for_time(order: HotlineOrder, *, until: datetime.datetime, reason: str) -> Reply:
    """Ask the platform to move its deadline. One request at a time."""
    with transaction.atomic():
        event, order = _held(order)
        if not event.is_open:
            raise Conflict(_("事件已经办结"), code="not_open")
        if order.replies.filter(kind=ReplyKind.EXTENSION, outcome__in=WAITING).exists():
            raise Conflict(_("已有一份延期申请在等平台答复"), code="asked_already")
        if until <= max(timezone.now(), order.due_at):
            raise Invalid(errors={"until": [_("请填比平台期限更晚的时间")]})
        return _write(order, ReplyKind.EXTENSION, {"until": until.isoformat(), "words": reason})


def mark_sent(replies: "list[Reply]") -> None:
    """They have reached the platform."""
    now = timezone.now()
    for reply in replies:
        Reply.objects.filter(pk=reply.pk, outcome=ReplyOutcome.TO_SEND).update(outcome=ReplyOutcome.SENT, sent_at=now)
        if reply.kind in ANSWERS and not overtaken(reply):
            waiting = HotlineOrder.objects.filter(pk=reply.order_id, result=OrderResult.TO_SEND)
            waiting.update(result=OrderResult.SENT)


def answer(
    reply_id: uuid.UUID,
    *,
    outcome: str,
    words: str,
    actor: Actor,
    due_at: datetime.datetime | None = None,
    stars: int | None = None,
) -> Reply:
    """Note what the platform says to a reply; the same answer again changes nothing.

    A result that it refuses goes back to the desk; time that it grants moves its deadline.
    """
    with transaction.atomic():
        event, order = _held(HotlineOrder.objects.get(replies=reply_id))
        reply = order.replies.select_for_update().get(pk=reply_id)
        reply.order = order
        if outcome == ReplyOutcome.SENT:
            mark_sent([reply])
        elif reply.outcome in WAITING:
            mark_sent([reply])
            _take_answer(reply, event, outcome, words, actor, due_at, stars)
        elif reply.outcome != outcome:
            raise Conflict(_("这份回传已有别的结论"), code="answered_already")
        reply.refresh_from_db(fields=["outcome", "answer", "sent_at", "answered_at"])
        return reply


def _take_answer(
    reply: Reply,
    event: Event,
    outcome: str,
    words: str,
    actor: Actor,
    due_at: datetime.datetime | None,
    stars: int | None,
) -> None:
    order = reply.order
    reply.outcome, reply.answer, reply.answered_at = outcome, words, timezone.now()
    reply.save(update_fields=["outcome", "answer", "answered_at"])
    if reply.kind == ReplyKind.EXTENSION:
        if outcome == ReplyOutcome.CONFIRMED:
            _move_deadline(order, event, due_at or datetime.datetime.fromisoformat(reply.body["until"]), actor)
        return
    if overtaken(reply) or event.state not in ENDED:
        # The event went on meanwhile: there will be another answer to it.
        return
    if outcome == ReplyOutcome.REFUSED:
        EVENT.cause(event, "take_back", actor=actor, note=words)
        return
    _set_result(order, OrderResult.CONFIRMED)
    if stars and event.state == EventState.CLOSED and event.rating is None:
        EVENT.cause(event, "rate", actor=actor, data=Rate(stars, words[:200]))


def _move_deadline(order: HotlineOrder, event: Event, until: datetime.datetime, actor: Actor) -> None:
    order.due_at = until
    order.save(update_fields=["due_at"])
    if event.is_open:
        set_due_anew(EVENT.cause(event, "amend", actor=actor, data=Amend(event.text, until)))


def _held(order: HotlineOrder) -> tuple[Event, HotlineOrder]:
    """Both locked, the event first as every act on it does."""
    event = Event.objects.select_for_update().get(pk=order.event_id)
    locked = HotlineOrder.objects.select_for_update().get(pk=order.pk)
    locked.event = event
    return event, locked


def _write(order: HotlineOrder, kind: str, body: Mapping[str, Any]) -> Reply:
    """Positions are given under the source's lock: whoever reads up to one has missed none before it."""
    source = OrderSource.objects.select_for_update().only("pk", "last_position").get(pk=order.source_id)
    source.last_position += 1
    source.save(update_fields=["last_position"])
    return Reply.objects.create(
        order=order, source=source, position=source.last_position, kind=kind, body={"number": order.number, **body}
    )


def _drop_unsent(order: HotlineOrder, *kinds: str) -> None:
    """What is overtaken before it went out. A batch that is being carried keeps what is written in it."""
    order.replies.filter(kind__in=kinds, outcome=ReplyOutcome.TO_SEND, batch=None).update(outcome=ReplyOutcome.DROPPED)


def overtaken(reply: Reply) -> bool:
    """Is there a newer answer to the same order? Then what becomes of this one says nothing of the order."""
    newer = Reply.objects.filter(order=reply.order_id, kind__in=ANSWERS, position__gt=reply.position)
    return newer.exclude(outcome=ReplyOutcome.DROPPED).exists()


def _set_result(order: HotlineOrder, result: str) -> None:
    order.result = result
    HotlineOrder.objects.filter(pk=order.pk).update(result=result)
