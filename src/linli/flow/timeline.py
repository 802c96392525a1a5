"""A record's timeline: its part of the audit trail, in words."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.audit import trail
from linli.audit.models import Entry
from linli.audit.words import ACTIONS
from linli.flow.flow import BEGIN, flows
from linli.flow.moves import Move
from linli.flow.records import Record
from linli.kernel.problems import Text
from linli.people.models import User
from linli.people.roles import Role
from linli.places.levels import Level

ACTOR_WORDS: Mapping[str, Text] = {"reporter": _("上报人"), "system": _("系统"), "visitor": _("居民")}
OTHERS: Mapping[str, Text] = {"task.late": _("逾期，已升级提醒")}
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
    ids = {key for entry in entries for key in (entry.actor_id, entry.on_behalf_of) if key}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [_line(entry, names, notes=True) for entry in entries]


def for_public(record: Record, parts: Iterable[Record] = ()) -> list[Line]:
    """Every step with the role that took it, without names; notes only where the table makes them public. One query."""
    return [_line(entry, {}, notes=_note_is_public(entry)) for entry in _steps(record, parts)]


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
    others = entry.action in OTHERS or _move_name(entry) == FOLLOWED
    return others or _begins(entry) or _move(entry) is not None


def _note_is_public(entry: Entry) -> bool:
    move = _move(entry)
    return move is not None and move.note_is_public


def _line(entry: Entry, names: Mapping[uuid.UUID, str], *, notes: bool) -> Line:
    facts, move = entry.facts, _move(entry)
    role = facts.get("role", "")
    if entry.action in OTHERS:
        words: Text = OTHERS[entry.action]
    else:
        words = move.words if move else ACTIONS.get(entry.action, _move_name(entry))
    return Line(
        at=entry.at,
        action=_move_name(entry),
        words=words,
        about=_about(facts),
        role=Role(role).label if role in Role.values else ACTOR_WORDS.get(entry.actor_kind, ""),
        who=names.get(entry.actor_id, "") if entry.actor_id else "",
        on_behalf_of=names.get(entry.on_behalf_of, "") if entry.on_behalf_of else "",
        note=entry.words.get("note", "") if notes else "",
    )


def _about(facts: Mapping[str, Any]) -> Text:
    """Which units, which desk or which other record a step speaks of."""
    if units := facts.get("units") or [facts[name] for name in ("unit", "into") if facts.get(name)]:
        return gettext("、").join(units)
    return Level(facts["desk"]).label if facts.get("desk") in Level.values else ""
