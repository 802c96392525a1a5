"""How a record of any kind is shown: who has it until when, what one may do, where it is."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils import timezone

from linli.flow.flow import Offer, flows
from linli.flow.records import Record
from linli.inbox.models import Task
from linli.kernel.actor import Actor
from linli.kernel.problems import Text
from linli.kernel.registry import Registry
from linli.people.staffing import words_of
from linli.places.lines import lines_of
from linli.places.models import Place

R = TypeVar("R", bound=Record)
Tones = Mapping[str, str]
"""For each state of a kind of record the tone of its badge: waiting, going, done, near, late or whistled."""

tones: Registry[Tones] = Registry("tones")
"""By kind; filled where a kind is declared."""


@dataclass(frozen=True)
class Waiting:
    """Who has it and until when, in the words and tone of a page."""

    who: str = ""
    due_at: datetime.datetime | None = None
    tone: str = ""
    is_due_certain: bool = True


def waiting(task: Task | None, now: datetime.datetime | None = None) -> Waiting:
    if task is None:
        return Waiting()
    now = now or timezone.now()
    tone = ""
    if task.due_at and task.due_at <= now:
        tone = "late"
    elif task.warn_at and task.warn_at <= now:
        tone = "near"
    return Waiting(words_of(task.holder), task.due_at, tone, task.is_due_certain)


@dataclass(frozen=True)
class Head:
    """What stands at the top of every page of a record."""

    number: str
    title: str
    line: str
    state: Text
    tone: str
    waiting: Waiting


def head_of(record: Record, title: str = "") -> Head:
    """Two queries; ``title`` where the record's own says too much or too little."""
    return Head(
        number=record.number,
        title=title or record.title,
        line=Place.objects.with_line().get(pk=record.place_id).line,
        state=state_of(record),
        tone=tone_of(record),
        waiting=waiting(Task.objects.filter(pk=record.pk).first()),
    )


def state_of(record: Record) -> Text:
    state: Text = flows[record.kind].states(record.state).label
    return state


def tone_of(record: Record) -> str:
    return tones[record.kind][record.state]


@dataclass(frozen=True)
class Row(Generic[R]):
    """A record in a list."""

    record: R
    code: str
    place: str
    line: str
    state: Text
    tone: str
    waiting: Waiting


def rows_of(records: Iterable[R]) -> list[Row[R]]:
    """Two queries however many."""
    records = list(records)
    tasks = Task.objects.in_bulk([record.pk for record in records])
    lines = lines_of({record.place_id for record in records})
    return [
        Row(
            record=record,
            code=lines[record.place_id].code,
            place=lines[record.place_id].name,
            line=lines[record.place_id].line,
            state=state_of(record),
            tone=tone_of(record),
            waiting=waiting(tasks.get(record.pk)),
        )
        for record in records
    ]


@dataclass(frozen=True)
class PartRow(Generic[R]):
    """A record on the page of the one it is a part of, with what one may do."""

    part: R
    state: Text
    tone: str
    waiting: Waiting
    offers: list[Offer]


def part_rows(parts: Iterable[R], actor: Actor) -> list[PartRow[R]]:
    """One query however many."""
    parts = list(parts)
    tasks = Task.objects.in_bulk([part.pk for part in parts])
    return [
        PartRow(
            part=part,
            state=state_of(part),
            tone=tone_of(part),
            waiting=waiting(tasks.get(part.pk)),
            offers=flows[part.kind].available(part, actor),
        )
        for part in parts
    ]
