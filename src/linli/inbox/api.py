"""What waits, for programs."""

import datetime

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from linli.inbox.models import Task
from linli.kernel.answers import answer
from linli.kernel.paging import page_by_date
from linli.people.api_auth import ApiRequest, reads
from linli.people.staffing import words_of

router = Router(tags=["tasks"])
MOST = 100


class Asked(Schema):
    cursor: str = Field("", max_length=100, description="`next` of the page before.")
    size: int = Field(50, ge=1, le=MOST)


class TaskOut(BaseModel):
    """A record waits for the token's user, or for a post or unit of theirs."""

    kind: str
    number: str
    title: str
    place: str = Field(description="Code of the place.")
    holder: str = Field(description="Who has it, in words.")
    opened_at: datetime.datetime
    due_at: datetime.datetime | None
    is_due_certain: bool
    is_late: bool


class TaskPage(BaseModel):
    items: list[TaskOut]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


@router.get("/tasks", auth=reads, response=TaskPage)
def list_tasks(request: ApiRequest, asked: Query[Asked]) -> HttpResponse:
    """What waits for the token's user, the most urgent first."""
    now = timezone.now()
    mine = Task.objects.held_by(list(request.actor.holders))
    found = page_by_date(mine, "due_at", cursor=asked.cursor, size=asked.size)
    return answer(TaskPage(items=[_task(task, now) for task in found.items], next=found.next_cursor))


def _task(task: Task, now: datetime.datetime) -> TaskOut:
    return TaskOut(
        kind=task.record_kind,
        number=task.number,
        title=task.title,
        place=task.code,
        holder=words_of(task.holder),
        opened_at=task.opened_at,
        due_at=task.due_at,
        is_due_certain=task.is_due_certain,
        is_late=task.due_at is not None and task.due_at <= now,
    )
