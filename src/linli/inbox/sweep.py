"""Warnings and escalations: one sweep over what is near its time or past it.

Two workers may sweep at once and either may be killed: each batch locks its tasks, skips those
another one has, and marks them in the transaction that writes the messages.
"""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from linli.audit import trail
from linli.inbox.actions import send
from linli.inbox.models import MessageKind, Task
from linli.kernel.actor import SYSTEM
from linli.people.staffing import users_of

BATCH = 200


def sweep() -> int:
    """Warn of what is nearly due and escalate what is late; returns how many tasks."""
    now, swept = timezone.now(), 0
    while count := _warn(now) + _escalate(now):
        swept += count
    return swept


@transaction.atomic
def _warn(now: datetime.datetime) -> int:
    tasks = _locked(Task.objects.filter(warned_at=None, warn_at__lte=now).order_by("warn_at"))
    for task in tasks:
        if task.due_at is None or task.due_at > now:
            send(task, MessageKind.WARNING, users_of(task.holder), now=now)
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(warned_at=now)
    return len(tasks)


@transaction.atomic
def _escalate(now: datetime.datetime) -> int:
    tasks = _locked(Task.objects.filter(escalated_at=None, due_at__lte=now).order_by("due_at"))
    for task in tasks:
        told = [*users_of(task.holder), *(users_of(task.escalate_to) if task.escalate_to else ())]
        send(task, MessageKind.LATE, dict.fromkeys(told), now=now)
        trail.record(
            "task.late",
            actor=SYSTEM,
            subject_kind=task.record_kind,
            subject_id=task.record_id,
            detail={"holder": task.holder, "escalated_to": task.escalate_to},
        )
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(escalated_at=now)
    return len(tasks)


def _locked(tasks: QuerySet[Task]) -> list[Task]:
    return list(tasks.select_for_update(skip_locked=True)[:BATCH])
