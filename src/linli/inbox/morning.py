"""What somebody sees first in the morning, out of one indexed query for what is theirs and one for what came up."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from linli.inbox.models import Task
from linli.kernel.actor import Actor

MOST = 200


@dataclass(frozen=True)
class Morning:
    late: Sequence[Task]
    today: Sequence[Task]
    later: Sequence[Task]
    from_below: Sequence[Task]
    """Late at somebody below, and escalated to this actor."""
    is_cut: bool

    @property
    def count(self) -> int:
        return len(self.late) + len(self.today) + len(self.later)


def morning_of(actor: Actor, *, now: datetime.datetime | None = None) -> Morning:
    """At most the 200 most urgent tasks, by when they are due."""
    now = now or timezone.now()
    tomorrow = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + datetime.timedelta(days=1)
    names = list(actor.holders)
    tasks = list(Task.objects.held_by(names)[: MOST + 1])
    shown = tasks[:MOST]
    late = [task for task in shown if task.due_at and task.due_at <= now]
    today = [task for task in shown if task.due_at and now < task.due_at < tomorrow]
    later = [task for task in shown if not task.due_at or task.due_at >= tomorrow]
    return Morning(late, today, later, list(Task.objects.escalated_to(names)[:MOST]), len(tasks) > MOST)
