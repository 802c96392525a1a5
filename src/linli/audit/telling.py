"""Entries in words: whom they name, and what their codes mean for the kind of thing that they speak of."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit.models import Entry
from linli.audit.words import ACTORS, WITHHELD, YES_OR_NO, Names, kinds, people
from linli.kernel.problems import Text

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)\Z")
NOTHING = "—"
FIRST, LAST = ("from", "to"), ("due", "in_time", "role", "version")
NOTHING_SAID: tuple[object, ...] = ("", None, [], {})
Known = Mapping[Names, Mapping[str, Text]]
"""What was looked up for all lines together."""


@dataclass(frozen=True)
class Line:
    """An entry in words."""

    entry: Entry
    action: Text
    who: Text
    for_whom: Text
    subject: Text
    facts: Sequence[tuple[Text, Text]]


def lines(entries: Sequence[Entry]) -> list[Line]:
    """The entries in words. One query for the people in them, one for each other sort of thing that is named by a key.

    What people wrote about a confidential record stays with those who work on it: the trail shows that it was done.
    """
    facts = [entry.facts if entry.facts.get(WITHHELD) else {**entry.facts, **entry.words} for entry in entries]
    known = _look_up(entries, facts)
    names = known[people]
    return [
        Line(
            entry=entry,
            action=kinds.act(entry.subject_kind, entry.action),
            who=names.get(str(entry.actor_id)) or ACTORS.get(entry.actor_kind, entry.actor_kind),
            for_whom=names.get(str(entry.on_behalf_of), ""),
            subject=names.get(str(entry.subject_id)) or kinds.title_of(entry.subject_kind),
            facts=list(_facts(entry, said, known)),
        )
        for entry, said in zip(entries, facts, strict=True)
    ]


def _look_up(entries: Sequence[Entry], facts: Sequence[Mapping[str, Any]]) -> Known:
    wanted: dict[Names, set[str]] = defaultdict(set)
    for entry, said in zip(entries, facts, strict=True):
        wanted[people] |= {str(key) for key in (entry.actor_id, entry.on_behalf_of) if key}
        if entry.subject_kind == "user" and entry.subject_id:
            wanted[people].add(str(entry.subject_id))
        for path, text in leaves(said):
            names = kinds.values(entry.subject_kind, entry.action, path)
            if callable(names):
                wanted[names].add(text)
    return {names: names(texts) for names, texts in wanted.items()} or {people: {}}


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every single value with its path; what stands in a list has the path of the list."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    elif value not in NOTHING_SAID:
        yield path, str(value)


def _facts(entry: Entry, said: Mapping[str, Any], known: Known) -> Iterator[tuple[Text, Text]]:
    for name in sorted(said, key=_place):
        title, value = kinds.fact(entry.subject_kind, name), said[name]
        if name.isdecimal():
            title = _("第%(number)s步的理由") % {"number": int(name) + 1}
        if title and value not in NOTHING_SAID:
            yield title, _told(value, name, entry, known)


def _place(name: str) -> int:
    """From which state to which stands first, what every act says stands last."""
    return FIRST.index(name) if name in FIRST else len(FIRST) + (name in LAST)


def _told(value: Any, path: str, entry: Entry, known: Known) -> Text:
    if isinstance(value, list):
        return _("、").join(str(_row(item, path, entry, known)) for item in value)
    words = kinds.values(entry.subject_kind, entry.action, path)
    codes = known[words] if callable(words) else words
    if isinstance(value, Mapping):
        titles = {name: codes.get(name) or kinds.fact(entry.subject_kind, f"{path}.{name}") for name in value}
        return _("、").join(_part(titles[name], value[name], f"{path}.{name}", entry, known) for name in value)
    text = str(value)
    if text in codes:
        return codes[text]
    if isinstance(value, bool):
        return YES_OR_NO[text]
    if MOMENT.match(text):
        return f"{timezone.localtime(datetime.datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"
    return text


def _row(value: Any, path: str, entry: Entry, known: Known) -> Text:
    """One of a list; a mapping in it needs no titles."""
    if not isinstance(value, Mapping):
        return _told(value, path, entry, known)
    told = (str(_told(item, f"{path}.{name}", entry, known)) for name, item in value.items())
    return " ".join(text for text in told if text)


def _part(title: Text, value: Any, path: str, entry: Entry, known: Known) -> str:
    """One of a mapping; a list in it is what stood there before and what stands there now."""
    if isinstance(value, list):
        told = " → ".join(str(_told(item, path, entry, known) or NOTHING) for item in value)
    else:
        told = str(_told(value, path, entry, known))
    return _("%(name)s：%(value)s") % {"name": title, "value": told} if told else str(title)
