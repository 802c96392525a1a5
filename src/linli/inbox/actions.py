"""Making a record wait for somebody, and telling them."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from linli.inbox.models import EmailState, Message, MessageKind, Task
from linli.kernel.rows import insert, load
from linli.people.staffing import mailed, users_of


@dataclass(frozen=True)
class Wait:
    """Who has it, until when, and who hears of it when that time has passed."""

    holder: str
    due_at: datetime.datetime | None = None
    is_due_certain: bool = True
    warn_at: datetime.datetime | None = None
    escalate_to: str = ""


@dataclass(frozen=True)
class Subject:
    """The record, as far as the inbox shows it. ``title`` holds nothing that names a person."""

    id: uuid.UUID
    kind: str
    number: str
    title: str
    code: str


def open_task(subject: Subject, wait: Wait, *, now: datetime.datetime, told_by: uuid.UUID | None = None) -> Task:
    """Let ``subject`` wait as ``wait`` says, instead of however it waited before, and tell whom it waits for.

    ``told_by`` is whoever caused it; they need no message about their own act.
    """
    task = _task(subject, wait, now)
    insert(task, or_replace=True)
    send(task, MessageKind.NEW, [user for user in users_of(wait.holder) if user != told_by], now=now)
    return task


def take_over(waiting: Iterable[tuple[Subject, Wait, datetime.datetime]]) -> None:
    """Let many records wait that waited elsewhere before, each since a moment.

    Nobody is told: they knew. Warnings and escalations that would have come by now are not made up for.
    """
    now, tasks = timezone.now(), []
    for subject, wait, since in waiting:
        task = _task(subject, wait, since)
        task.warned_at = now if task.warn_at and task.warn_at <= now else None
        task.escalated_at = now if task.due_at and task.due_at <= now else None
        tasks.append(task)
    load(tasks)


def _task(subject: Subject, wait: Wait, since: datetime.datetime) -> Task:
    return Task(
        record_id=subject.id,
        record_kind=subject.kind,
        number=subject.number,
        title=subject.title,
        code=subject.code,
        opened_at=since,
        holder=wait.holder,
        due_at=wait.due_at,
        is_due_certain=wait.is_due_certain,
        warn_at=wait.warn_at,
        escalate_to=wait.escalate_to,
    )


def tell(record_id: uuid.UUID, users: Iterable[uuid.UUID]) -> None:
    """Tell these people too of a record that waits for somebody; nothing when it waits for nobody."""
    task = Task.objects.filter(record_id=record_id).first()
    if task is not None:
        send(task, MessageKind.NEW, users, now=timezone.now())


def close_task(record_id: uuid.UUID) -> None:
    """Nobody has to do anything about this record any more."""
    Task.objects.filter(record_id=record_id).delete()


def send(task: Task, kind: MessageKind, users: Iterable[uuid.UUID], *, now: datetime.datetime) -> None:
    """One message to each of ``users``, also by e-mail to those who want it and have an address."""
    messages = (
        Message(
            user_id=user,
            kind=kind,
            record_kind=task.record_kind,
            number=task.number,
            title=task.title,
            due_at=task.due_at,
            created_at=now,
            email_state=EmailState.WAITING if is_mailed else EmailState.NONE,
            email_next_at=now if is_mailed else None,
        )
        for user, is_mailed in mailed(users).items()
    )
    insert(*messages)


def mark_read(messages: QuerySet[Message]) -> int:
    """Mark those of ``messages`` that are new; returns how many."""
    return messages.filter(read_at=None).update(read_at=timezone.now())
