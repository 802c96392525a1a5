"""The state table: who may move a record from where to where, with which data, and by when it must go on."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.db import connection, transaction
from django.db.models import TextChoices
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.audit import trail
from linli.flow.moves import Move, Waits
from linli.flow.records import Record
from linli.inbox.actions import close_task, open_task
from linli.inbox.models import Task
from linli.inbox.webhooks.announcing import News, announce
from linli.kernel.actor import Actor, Warrant
from linli.kernel.constraints import answering
from linli.kernel.numbers import next_number
from linli.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from linli.kernel.registry import Registry
from linli.kernel.rows import insert

R = TypeVar("R", bound=Record)
BEGIN, ADOPT = "begin", "adopt"
"""What the trail calls a record's own start, and its being taken in from elsewhere; no move may have these names."""


@dataclass(frozen=True)
class Offer:
    """A move that this actor may make now, and why."""

    move: Move
    warrant: Warrant


flows: "Registry[Flow[Any]]" = Registry("flow")
"""Every record kind's table, by its kind; filled in ``AppConfig.ready()``."""


class Reaction(Protocol):
    """What else happens when a record of any kind has been moved, in the transaction of the move."""

    def __call__(self, record: Record, *, name: str, actor: Actor) -> None: ...


reactions: Registry[Reaction] = Registry("reaction")
"""Filled in ``AppConfig.ready()``; each looks first whether the record concerns it, without asking the database."""


class Flow(Generic[R]):
    """One kind of record's table.

    ``waits`` says for each state in which somebody must act who that is and until when;
    in a state without an entry the record waits for nobody.
    """

    def __init__(
        self,
        model: type[R],
        states: type[TextChoices],
        *moves: Move,
        initial: str,
        waits: Mapping[str, Waits],
    ) -> None:
        self.model, self.states, self.initial, self.waits = model, states, initial, dict(waits)
        self.moves: dict[str, Move] = {}
        self._take(moves)
        if strange := {initial, *waits} - set(states.values):
            raise ValueError(f"no such state: {sorted(strange)}")

    def _take(self, moves: Sequence[Move]) -> None:
        for move in moves:
            if move.name in self.moves or move.name in (BEGIN, ADOPT):
                raise ValueError(f"{self.model.kind} has a move {move.name!r} already: give this one another name")
            if strange := {*move.sources, move.target or self.initial} - {*self.states.values}:
                raise ValueError(f"the move {move.name!r} of {self.model.kind} names no such state: {sorted(strange)}")
            self.moves[move.name] = move

    def add(self, *moves: Move, after: str) -> None:
        """Let a room above add moves of its own to the table, below the move ``after``; in ``AppConfig.ready()``."""
        rows = list(self.moves.values())
        place = [row.name for row in rows].index(after) + 1
        self.moves = {}
        self._take([*rows[:place], *moves, *rows[place:]])

    def available(self, record: R, actor: Actor) -> list[Offer]:
        """What the actor may do with the record now, in the order of the table."""
        return [
            Offer(move, warrant)
            for move in self.moves.values()
            if record.state in move.sources and (warrant := move.allow(actor, record))
        ]

    def start(
        self,
        record: R,
        *,
        actor: Actor,
        warrant: Warrant | None = None,
        facts: Mapping[str, object] | None = None,
        now: datetime.datetime | None = None,
    ) -> R:
        """Give a new record its number, first state and first task, and save it.

        The caller's transaction also holds what belongs to the record; without one this raises.
        """
        if not connection.in_atomic_block:
            raise TransactionManagementError("a record begins inside a transaction")
        now = now or timezone.now()
        record.number = next_number(record.prefix)
        record.state, record.version = self.initial, 1
        record.created_at = record.changed_at = now
        with answering():
            insert(record)
        self._record(BEGIN, record, actor, warrant, {"to": self.initial, **(facts or {})}, "")
        self._set_task(record, actor, now)
        return record

    def make(
        self,
        record: R,
        name: str,
        *,
        actor: Actor,
        data: object = None,
        seen: int | None = None,
        note: str = "",
    ) -> R:
        """Make a move, in one transaction under the record's lock; returns the record as it is now.

        ``data`` is the move's payload, ``seen`` the version that the person looked at.
        Raises NotFound (no such move), Forbidden, Conflict (another state or version by now), Invalid (no note).
        """
        move = self.moves.get(name)
        if move is None:
            raise NotFound(_("没有这个操作"), code="no_such_move")
        with transaction.atomic():
            locked = self._lock(record, move, data)
            warrant = move.allow(actor, locked)
            if warrant is None:
                raise Forbidden()
            self._check(move, locked, seen, note)
            return self._go(move, locked, actor, warrant, data, note)

    def cause(self, record: R, name: str, *, actor: Actor, data: object = None, note: str = "") -> R:
        """Make a move that follows from another act, within its transaction: that act's policy was asked already."""
        move = self.moves[name]
        with transaction.atomic():
            locked = self._lock(record, move, data)
            self._check(move, locked, None, note)
            return self._go(move, locked, actor, Warrant(""), data, note)

    def _go(self, move: Move, locked: R, actor: Actor, warrant: Warrant, data: object, note: str) -> R:
        now = timezone.now()
        source, task = locked.state, Task.objects.filter(pk=locked.pk).first()
        locked.answered = task
        with answering():
            facts = dict(move.do(locked, actor=actor, data=data) or {}) if move.do else {}
        facts |= {"from": source, "to": move.target or source}
        if move.target and task and task.due_at:
            facts |= {"due": task.due_at.isoformat(), "in_time": now <= task.due_at}
        locked.state = move.target or source
        locked.version += 1
        locked.changed_at = now
        with answering():
            locked.save()
        self._record(move.name, locked, actor, warrant, facts, note)
        if move.target:
            self._set_task(locked, actor, now)
        for _name, react in reactions:
            react(locked, name=move.name, actor=actor)
        return locked

    def _lock(self, record: R, move: Move, data: object) -> R:
        """What the record is a part of first, then all rows of its kind that the move touches, in one order."""
        whole = record.lock_parents()
        keys = {record.pk, *(move.also_locks(data) if move.also_locks else ())}
        rows = self.model._default_manager.select_for_update().filter(pk__in=keys).order_by("pk")
        return next(row for row in rows if row.pk == record.pk).within(whole)

    def _check(self, move: Move, record: R, seen: int | None, note: str) -> None:
        if record.state not in move.sources:
            state = self.states(record.state).label
            raise Conflict(
                _("“%(move)s”未能完成：记录现在是“%(state)s”") % {"move": move.label, "state": state},
                code="not_from_this_state",
            )
        if seen is not None and seen != record.version:
            raise Conflict(_("您打开页面后，记录已被别人改动。请看过最新内容再办理"), code="stale")
        if move.needs_note and not note.strip():
            raise Invalid(errors={"note": [_("请写明理由")]})

    def _record(
        self, name: str, record: R, actor: Actor, warrant: Warrant | None, facts: Mapping[str, object], note: str
    ) -> None:
        trail.record(
            f"{record.kind}.{name}",
            actor=actor,
            on_behalf_of=warrant.on_behalf_of if warrant else None,
            subject_kind=record.kind,
            subject_id=record.pk,
            detail={"role": warrant.role if warrant else "", "version": record.version, **record.facts(), **facts},
            personal={"note": note.strip()} if note.strip() else None,
        )
        if record.is_told_outside:
            announce(
                News(
                    kind=record.kind,
                    number=record.number,
                    move=name,
                    source=str(facts["from"]) if "from" in facts else None,
                    target=record.state,
                    version=record.version,
                    place=record.path,
                    at=record.changed_at,
                )
            )

    def _set_task(self, record: R, actor: Actor, now: datetime.datetime) -> None:
        waits = self.waits.get(record.state)
        wait = waits(record, now) if waits else None
        if wait is None:
            close_task(record.pk)
        else:
            open_task(record.subject, wait, now=now, told_by=actor.id)


def flow_of(record: R) -> Flow[R]:
    """The table of this record's kind."""
    return flows[record.kind]


def start(record: R, *, actor: Actor, warrant: Warrant | None = None, facts: Mapping[str, object] | None = None) -> R:
    """Begin a record of any kind within the caller's transaction: see ``Flow.start``."""
    return flow_of(record).start(record, actor=actor, warrant=warrant, facts=facts)


def cause(record: R, name: str, *, actor: Actor, data: object = None, note: str = "") -> R:
    """Make a move that follows from another act, within its transaction: see ``Flow.cause``."""
    return flow_of(record).cause(record, name, actor=actor, data=data, note=note)


def cause_if_still(record: R, name: str, *, actor: Actor) -> bool:
    """For sweeps: ``cause``, unless somebody was faster and the record is elsewhere by now."""
    try:
        cause(record, name, actor=actor)
    except Conflict:
        return False
    return True
