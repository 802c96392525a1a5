"""A record's timeline: its part of the audit trail, in words."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from linli.audit import trail
from linli.audit.models import Entry
from linli.audit.words import ACTORS, kinds
from linli.flow.backfill import Step, steps_of
from linli.flow.flow import ADOPT, BEGIN, flows
from linli.flow.moves import Move
from linli.flow.records import Record
from linli.kernel.problems import Text
from linli.people.models import User
from linli.places.levels import Level

OTHERS = frozenset({"task.late"})
"""What happens to a record besides its moves."""
FOLLOWED = "follow"
"""The record went on at another place when the places were re-drawn."""


@dataclass(frozen=True)
class Line:
    """One step. ``who`` and ``on_behalf_of`` are names, empty towards the public; ``role`` is what they acted as."""

    at: datetime.datetime
    action: str
    words: Text
    role: Text
    who: str = ""
    on_behalf_of: str = ""
    note: str = ""
    about: Text = ""
    """Which units, which desk or which other record it speaks of."""


def for_staff(record: Record, parts: Iterable[Record] = ()) -> list[Line]:
    """Every step of the record and its parts with who did it, for whom, and why. Two queries."""
    entries = _steps(record, parts)
    adopted = [step for entry in entries if _move_name(entry) == ADOPT for step in steps_of(entry)]
    ids = {key for entry in entries for key in (entry.actor_id, entry.on_behalf_of) if key}
    ids |= {key for step in adopted for key in (step.who, step.on_behalf_of) if key}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [line for entry in entries for line in _lines(entry, names, is_public=False)]


def for_public(record: Record, parts: Iterable[Record] = ()) -> list[Line]:
    """Every step with the role that took it, without names; notes only where the table makes them public. One query."""
    return [line for entry in _steps(record, parts) for line in _lines(entry, {}, is_public=True)]


def steps_by_record(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Step]]:
    """What is known of the moves of many records, in their order, with what was written. One query."""
    found: dict[uuid.UUID, list[Step]] = defaultdict(list)
    for entry in trail.of_subjects(*keys):
        if _move_name(entry) == ADOPT:
            found[entry.subject_id] += steps_of(entry)  # type: ignore[index]  # asked for by it
        elif _begins(entry) or _move(entry) is not None:
            found[entry.subject_id].append(Step(_move_name(entry), entry.at, note=entry.words.get("note", "")))  # type: ignore[index]
    return found


def _steps(record: Record, parts: Iterable[Record]) -> list[Entry]:
    """The lines of the whole; that a part began is said by the act that asked for it."""
    entries = trail.of_subjects(record.pk, *(part.pk for part in parts))
    return [entry for entry in entries if _is_step(entry) and (entry.subject_id == record.pk or not _begins(entry))]


def _move_name(entry: Entry) -> str:
    return entry.action.partition(".")[2]


def _begins(entry: Entry) -> bool:
    return _move_name(entry) == BEGIN


def _move(entry: Entry) -> Move | None:
    return flows[entry.subject_kind].moves.get(_move_name(entry))


def _is_step(entry: Entry) -> bool:
    others = entry.action in OTHERS or _move_name(entry) in (FOLLOWED, ADOPT)
    return others or _begins(entry) or _move(entry) is not None


def _lines(entry: Entry, names: Mapping[uuid.UUID, str], *, is_public: bool) -> Iterator[Line]:
    """One line; for what was taken in from elsewhere each of its steps there, and then where from."""
    if _move_name(entry) == ADOPT:
        for step in steps_of(entry):
            yield _adopted(step, entry.subject_kind, names, is_public=is_public)
        if not entry.facts.get("from_system"):
            return
    move = _move(entry)
    yield _line(entry, names, notes=not is_public or (move is not None and move.note_is_public))


def _adopted(step: Step, kind: str, names: Mapping[uuid.UUID, str], *, is_public: bool) -> Line:
    move = flows[kind].moves.get(step.move)
    return Line(
        at=step.at,
        action=step.move,
        words=kinds.act(kind, f"{kind}.{step.move}"),
        about=step.unit,
        role=_role(step.role, step.kind, kind),
        who=names.get(step.who, "") if step.who else "",
        on_behalf_of=names.get(step.on_behalf_of, "") if step.on_behalf_of else "",
        note=step.note if not is_public or (move is not None and move.note_is_public) else "",
    )


def _line(entry: Entry, names: Mapping[uuid.UUID, str], *, notes: bool) -> Line:
    facts = entry.facts
    return Line(
        at=entry.at,
        action=_move_name(entry),
        words=kinds.act(entry.subject_kind, entry.action),
        about=_about(facts),
        role=_role(facts.get("role", ""), entry.actor_kind, entry.subject_kind),
        who=names.get(entry.actor_id, "") if entry.actor_id else "",
        on_behalf_of=names.get(entry.on_behalf_of, "") if entry.on_behalf_of else "",
        note=entry.words.get("note", "") if notes else "",
    )


def _role(role: str, actor_kind: str, kind: str) -> Text:
    """What somebody acted as, said of this kind of record: some have roles that are no posts."""
    return kinds.value(kind, "", "role", role) or ACTORS.get(actor_kind, "")


def _about(facts: Mapping[str, Any]) -> Text:
    """Which units, which desk or which other record a step speaks of."""
    if units := facts.get("units") or [facts[name] for name in ("unit", "into", "from_system") if facts.get(name)]:
        return gettext("、").join(units)
    return Level(facts["desk"]).label if facts.get("desk") in Level.values else ""
