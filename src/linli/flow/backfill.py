"""Records that began and went on elsewhere: written many at once, with what is known of their past.

What happened elsewhere was no act here. So the trail gets one entry for each record, of the moment in which it was
taken in and by whoever did that; the entry holds the steps as they were told, and the timeline tells them one by one.
"""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from linli.audit import trail
from linli.audit.models import Entry
from linli.flow.flow import ADOPT, Flow
from linli.flow.records import Record
from linli.inbox.actions import take_over
from linli.kernel.actor import Actor
from linli.kernel.numbers import next_numbers
from linli.kernel.rows import load

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Step:
    """``move`` is one of the record's table, or its begin. Who did it may be unknown."""

    move: str
    at: datetime.datetime
    kind: str = "user"
    who: uuid.UUID | None = None
    on_behalf_of: uuid.UUID | None = None
    role: str = ""
    unit: str = ""
    note: str = ""

    def facts(self) -> dict[str, object]:
        """What is hashed for ever: no words of people."""
        facts: dict[str, object] = {"move": self.move, "at": self.at}
        if self.who is None:
            facts["kind"] = self.kind
        else:
            facts["who"] = self.who
        if self.on_behalf_of:
            facts["for"] = self.on_behalf_of
        if self.role:
            facts["role"] = self.role
        if self.unit:
            facts["unit"] = self.unit
        return facts


@dataclass(frozen=True, slots=True)
class Past(Generic[R]):
    """A record that is not saved yet, with everything of its own; the first of ``steps`` is its begin.

    Lists go by the key: it should be of that moment (``ids.id_at``).

    ``number``: one that was drawn for it; empty: the next.
    """

    record: R
    state: str
    steps: Sequence[Step]
    number: str = ""


def adopt(flow: Flow[R], pasts: Sequence[Past[R]], *, actor: Actor, facts: Mapping[str, object] | None = None) -> None:
    """Write the records with their past, and let those that are not over wait for whoever has them.

    The caller's transaction is one batch; without one this raises. ``facts`` are added to each entry.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("records are adopted inside a transaction")
    unnumbered = [_year(past) for past in pasts if not past.number]
    numbers = iter(next_numbers(flow.model.prefix, unnumbered) if unnumbered else ())
    for past in pasts:
        record, (first, *_between, last) = past.record, (past.steps[0], *past.steps)
        record.number = past.number or next(numbers)
        record.state, record.version = past.state, len(past.steps)
        record.created_at, record.changed_at = first.at, last.at
    load([past.record for past in pasts])
    now = timezone.now()
    load([_entry(past, actor, facts or {}, now) for past in pasts])
    waiting = []
    for past in pasts:
        waits, since = flow.waits.get(past.state), past.steps[-1].at
        if waits and (wait := waits(past.record, since)):
            waiting.append((past.record.subject, wait, since))
    take_over(waiting)


def _year(past: Past[Any]) -> int:
    return timezone.localtime(past.steps[0].at).year


def _entry(past: Past[Any], actor: Actor, facts: Mapping[str, object], now: datetime.datetime) -> Entry:
    record = past.record
    return trail.entry_of(
        f"{record.kind}.{ADOPT}",
        actor=actor,
        subject_kind=record.kind,
        subject_id=record.pk,
        detail={
            "to": past.state,
            "version": record.version,
            **record.facts(),
            **facts,
            "steps": [step.facts() for step in past.steps],
        },
        personal={str(number): step.note for number, step in enumerate(past.steps) if step.note} or None,
        at=now,
    )


def steps_of(entry: Entry) -> list[Step]:
    """The steps that an entry holds, with what people wrote as far as it was not erased."""
    words = entry.words
    return [
        Step(
            move=facts["move"],
            at=datetime.datetime.fromisoformat(facts["at"]),
            kind=facts.get("kind", "user"),
            who=_id(facts.get("who")),
            on_behalf_of=_id(facts.get("for")),
            role=facts.get("role", ""),
            unit=facts.get("unit", ""),
            note=words.get(str(number), ""),
        )
        for number, facts in enumerate(entry.facts["steps"])
    ]


def _id(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None
