"""Taking an order in: once, however often it comes; again when its platform changes it."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.events.core.catalogue import catalogue
from linli.events.core.flows import EVENT
from linli.events.core.models import Category, Event
from linli.events.core.payloads import Amend
from linli.events.core.states import ENDED, Channel
from linli.events.hotline.contents import OrderContent
from linli.events.hotline.models import HotlineOrder, OrderSource, OrderVersion
from linli.events.hotline.placing import Gazetteer
from linli.inbox.models import Task
from linli.kernel.actor import Actor, Warrant
from linli.kernel.phones import index_of
from linli.kernel.problems import Conflict

LONGEST_ADDRESS = Event._meta.get_field("address").max_length or 0


class Verdict(TextChoices):
    NEW = "new", _("新工单")
    SAME = "same", _("与已有的相同")
    CHANGED = "changed", _("平台改过")


@dataclass(frozen=True)
class Taken:
    order: HotlineOrder
    verdict: Verdict


def take_in(content: OrderContent, *, source: OrderSource, actor: Actor, via: str, gazetteer: Gazetteer) -> Taken:
    """Make the order an event; a second time only what the platform changed is taken over.

    Conflict when it changed an order that is not worked on any more.
    """
    with transaction.atomic():
        known = find(source, content.number)
        if known is None:
            try:
                with transaction.atomic():
                    return Taken(_begin(content, source, actor, via, gazetteer), Verdict.NEW)
            except IntegrityError:
                # Somebody else brought the same order at this moment, and was first.
                known = find(source, content.number)
                if known is None:
                    raise
        return _compare(known, content, actor, via)


def find(source: OrderSource, number: str) -> HotlineOrder | None:
    return HotlineOrder.objects.select_related("event").filter(source=source, number=number).first()


def judge(known: HotlineOrder | None, content: OrderContent) -> Verdict:
    """What taking it in would do. Conflict as there."""
    if known is None:
        return Verdict.NEW
    if known.versions.filter(digest=content.digest).exists():
        # Also an earlier version: an old file, or a request that comes late, does not undo what came after it.
        return Verdict.SAME
    if known.event.state in ENDED:
        raise Conflict(_("工单已经办结，平台的更正不能再并入。请用新的编号派来"), code="order_ended")
    return Verdict.CHANGED


def _begin(content: OrderContent, source: OrderSource, actor: Actor, via: str, gazetteer: Gazetteer) -> HotlineOrder:
    event, placed_by = gazetteer.place(content)
    event.category, event.channel = category_of(source, content.category), Channel.HOTLINE
    event.is_confidential = event.category.keeps_confidential
    event.text, event.their_due = content.whole_text, content.due_at
    event.address = _cut(content.address)
    EVENT.start(event, actor=actor, warrant=Warrant(""), facts={"channel": Channel.HOTLINE})
    order = HotlineOrder(source=source, number=content.number, event=event, placed_by=placed_by, via=via)
    _fill(order, content)
    order.save(force_insert=True)
    _keep(order, content, via)
    return order


def _compare(known: HotlineOrder, content: OrderContent, actor: Actor, via: str) -> Taken:
    event = Event.objects.select_for_update().get(pk=known.event_id)
    order = HotlineOrder.objects.select_for_update().get(pk=known.pk)
    order.event = event
    verdict = judge(order, content)
    if verdict == Verdict.CHANGED:
        order.version += 1
        _fill(order, content)
        order.save()
        _keep(order, content, via)
        data = Amend(content.whole_text, content.due_at)
        order.event = EVENT.cause(event, "amend", actor=actor, data=data)
        set_due_anew(order.event)
    return Taken(order, verdict)


def set_due_anew(event: Event) -> None:
    """The platform's deadline moved: the task that waits gets the time it would have had with it from its start."""
    task = Task.objects.filter(pk=event.pk).first()
    wait = EVENT.waits[event.state](event, task.opened_at) if task else None
    if task is None or wait is None:
        return
    is_ahead = wait.due_at is not None and wait.due_at > timezone.now()
    Task.objects.filter(pk=task.pk).update(
        due_at=wait.due_at,
        is_due_certain=wait.is_due_certain,
        warn_at=wait.warn_at,
        warned_at=None if is_ahead else task.warned_at,
        escalated_at=None if is_ahead else task.escalated_at,
    )


def _fill(order: HotlineOrder, content: OrderContent) -> None:
    order.received_at, order.due_at = content.received_at, content.due_at
    order.their_category, order.address = content.category, content.address
    order.caller_name, order.caller_phone = content.caller_name or None, content.caller_phone or None
    order.phone_index = index_of(content.caller_phone)
    order.hides_caller, order.digest = content.hides_caller, content.digest


def _keep(order: HotlineOrder, content: OrderContent, via: str) -> None:
    OrderVersion.objects.create(
        order=order, version=order.version, content=content.as_sent, digest=content.digest, via=via
    )


def category_of(source: OrderSource, words: str) -> Category:
    """Ours for the platform's words: as the source's table says, or the one of the same name, or its fallback."""
    offered = catalogue.get().offered
    if found := offered.get(source.categories.get(words, "")):
        return found
    same = [category for category in offered.values() if category.name == words]
    return same[0] if len(same) == 1 else source.fallback


def _cut(address: str) -> str:
    """As much as an event holds; the order keeps the whole of it."""
    return address if len(address) <= LONGEST_ADDRESS else address[: LONGEST_ADDRESS - 1] + "…"
