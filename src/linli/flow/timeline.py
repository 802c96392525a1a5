"""A record's timeline: its part of the audit trail, in words."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit import trail
from linli.audit.models import Entry
from linli.audit.words import ACTIONS
from linli.flow.flow import BEGIN, Flow
from linli.flow.records import Record
from linli.kernel.problems import Text
from linli.people.models import User
from linli.people.roles import Role

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
    facts: Mapping[str, Any] = field(default_factory=dict)


def for_staff(flow: Flow[Any], record: Record) -> list[Line]:
    """Every step with who did it, for whom, and why. Two queries."""
    entries = list(trail.of_subject(record.pk))
    ids = {key for entry in entries for key in (entry.actor_id, entry.on_behalf_of) if key}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [_line(flow, entry, names, notes=True) for entry in entries if _is_step(flow, entry)]


def for_public(flow: Flow[Any], record: Record) -> list[Line]:
    """Every step with the role that took it, without names; notes only where the table makes them public. One query."""
    entries = [entry for entry in trail.of_subject(record.pk) if _is_step(flow, entry)]
    return [_line(flow, entry, {}, notes=_note_is_public(flow, entry)) for entry in entries]


def _move_name(entry: Entry) -> str:
    return entry.action.partition(".")[2]


def _is_step(flow: Flow[Any], entry: Entry) -> bool:
    return entry.action in OTHERS or _move_name(entry) == FOLLOWED or _move_name(entry) in {BEGIN, *flow.moves}


def _note_is_public(flow: Flow[Any], entry: Entry) -> bool:
    move = flow.moves.get(_move_name(entry))
    return move is not None and move.note_is_public


def _line(flow: Flow[Any], entry: Entry, names: Mapping[uuid.UUID, str], *, notes: bool) -> Line:
    facts, name = entry.facts, _move_name(entry)
    role = facts.get("role", "")
    if entry.action in OTHERS:
        words: Text = OTHERS[entry.action]
    elif name == FOLLOWED:
        words = ACTIONS.get(entry.action, name)
    else:
        words = flow.moves[name].words if name in flow.moves else pgettext_lazy("step", "上报")
    return Line(
        at=entry.at,
        action=name,
        words=words,
        role=Role(role).label if role in Role.values else ACTOR_WORDS.get(entry.actor_kind, ""),
        who=names.get(entry.actor_id, "") if entry.actor_id else "",
        on_behalf_of=names.get(entry.on_behalf_of, "") if entry.on_behalf_of else "",
        note=entry.words.get("note", "") if notes else "",
        facts=facts,
    )
