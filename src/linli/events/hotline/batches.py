"""Replies taken out as Excel files, for platforms that have no program: made, fetched, and then handed over."""

import datetime
from collections.abc import Iterator
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.events.core.states import EventState
from linli.events.hotline.models import OrderSource, Reply, ReplyBatch, ReplyKind, ReplyOutcome
from linli.events.hotline.policies import can_carry_for
from linli.events.hotline.replies import mark_sent, overtaken
from linli.kernel.actor import Actor
from linli.kernel.excel import Column, workbook
from linli.kernel.problems import Conflict, Forbidden
from linli.people.actors import StaffActor


@transaction.atomic
def make_batch(source: OrderSource, *, actor: StaffActor) -> ReplyBatch:
    """Put everything that waits into a batch of its own; until it is dissolved the API does not give it out."""
    _check(actor, source)
    waiting = source.replies.select_for_update().filter(outcome=ReplyOutcome.TO_SEND, batch=None)
    keys = list(waiting.values_list("pk", flat=True))
    if not keys:
        raise Conflict(_("没有待回传的结果"), code="nothing_to_send")
    batch = ReplyBatch.objects.create(source=source, made_by=actor.user, made_at=timezone.now())
    Reply.objects.filter(pk__in=keys).update(batch=batch)
    _record("hotline.batch", batch, actor, count=len(keys))
    return batch


@transaction.atomic
def hand_over(batch: ReplyBatch, *, actor: StaffActor) -> ReplyBatch:
    """The platform has the file. A second time changes nothing."""
    _check(actor, batch.source)
    locked = ReplyBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.handed_over_at is None:
        locked.handed_over_at, locked.handed_over_by = timezone.now(), actor.user
        locked.save(update_fields=["handed_over_at", "handed_over_by"])
        mark_sent(list(locked.replies.select_related("order").order_by("pk")))
        _record("hotline.hand_over", locked, actor, count=locked.replies.count())
    return locked


@transaction.atomic
def dissolve(batch: ReplyBatch, *, actor: Actor) -> None:
    """It was not handed over after all: what is in it waits again, but for what was overtaken meanwhile."""
    _check(actor, batch.source)
    locked = ReplyBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.handed_over_at:
        raise Conflict(_("这一批已经交给平台"), code="handed_over")
    old = [reply.pk for reply in locked.replies.select_related("order") if overtaken(reply)]
    Reply.objects.filter(pk__in=old, outcome=ReplyOutcome.TO_SEND).update(outcome=ReplyOutcome.DROPPED)
    locked.replies.update(batch=None)
    _record("hotline.dissolve", locked, actor)
    locked.delete()


def file_of(batch: ReplyBatch) -> IO[bytes]:
    """The same file each time."""
    columns = [
        Column(_("工单编号"), 22),
        Column(_("类型"), 10),
        Column(_("办理状态"), 12),
        Column(_("办理情况或理由"), 60),
        Column(_("办结时间"), 18, "datetime"),
        Column(_("是否按期"), 10),
        Column(_("满意度"), 8, "number"),
        Column(_("评价"), 24),
        Column(_("申请延至"), 18, "datetime"),
        Column(_("事件编号"), 20),
        Column(_("回传序号"), 10, "number"),
    ]
    return workbook(columns, _lines(batch), made_at=batch.made_at.replace(tzinfo=None))


def _lines(batch: ReplyBatch) -> Iterator[list[object]]:
    for reply in batch.replies.select_related("order__event").order_by("position"):
        body = reply.body
        is_answer = reply.kind != ReplyKind.EXTENSION
        yield [
            body["number"],
            str(ReplyKind(reply.kind).label),
            str(EventState(body["state"]).label) if is_answer else "",
            body["words"],
            _moment(body.get("at")),
            (_("是") if body["is_in_time"] else _("否")) if is_answer else "",
            body.get("rating"),
            body.get("rating_words", ""),
            _moment(body.get("until")),
            reply.order.event.number,
            reply.position,
        ]


def _moment(text: str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(text) if text else None


def _check(actor: Actor, source: OrderSource) -> None:
    if can_carry_for(actor, source) is None:
        raise Forbidden()


def _record(action: str, batch: ReplyBatch, actor: Actor, **detail: object) -> None:
    warrant = can_carry_for(actor, batch.source)
    trail.record(
        action,
        actor=actor,
        on_behalf_of=warrant.on_behalf_of if warrant else None,
        subject_kind="reply_batch",
        subject_id=batch.pk,
        detail={"source": batch.source.code, **detail},
    )
