"""Looking through the trail, however long it is: by its key, newest first, in bounded steps."""

import datetime
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.audit.models import Entry
from linli.audit.words import ACTIONS, ACTORS, FACTS, SUBJECTS, VALUES, WITHHELD
from linli.kernel.problems import Text

SIZE = 50
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d\Z")
SPAN = 200_000
"""So many entries a page looks through at most for a rare act or actor: they have no index, which every
act of everybody would pay for. The reader then goes on from there."""


@dataclass(frozen=True)
class Wanted:
    """What to look for; empty fields do not limit. ``before`` is the key of the last entry seen."""

    action: str = ""
    actor_id: uuid.UUID | None = None
    subject_id: uuid.UUID | None = None
    before: int | None = None


@dataclass(frozen=True)
class Stretch:
    """A page. ``next_before`` None: nothing is left; ``is_cut``: more may match further down."""

    entries: Sequence[Entry]
    next_before: int | None
    is_cut: bool = False


@dataclass(frozen=True)
class Line:
    """An entry in words."""

    entry: Entry
    action: Text
    who: Text
    for_whom: str
    subject: Text
    facts: Sequence[tuple[Text, Text]]


def browse(wanted: Wanted) -> Stretch:
    """At most 50 entries, the newest first. Few queries, bounded however rare what is wanted may be."""
    rows = Entry.objects.order_by("-pk")
    floor = 0
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    if wanted.subject_id:
        rows = rows.filter(subject_id=wanted.subject_id)
    elif wanted.action or wanted.actor_id:
        top = wanted.before if wanted.before is not None else _newest() + 1
        floor = max(0, top - SPAN)
        rows = rows.filter(pk__gte=floor)
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.actor_id:
        rows = rows.filter(actor_id=wanted.actor_id)
    found = list(rows[: SIZE + 1])
    if len(found) > SIZE:
        return Stretch(found[:SIZE], found[SIZE - 1].pk)
    is_cut = floor > 0 and Entry.objects.filter(pk__lt=floor).exists()
    return Stretch(found, floor if is_cut else None, is_cut)


def key_after(day: datetime.date) -> int:
    """The key that stands after all entries of ``day``, found by halving: there is no index on the time."""
    tomorrow = datetime.datetime.combine(
        day + datetime.timedelta(days=1), datetime.time(), timezone.get_default_timezone()
    )
    return key_from(tomorrow)


def key_from(moment: datetime.datetime) -> int:
    """The least key whose entry, and those after it, were written at ``moment`` or later."""
    low, high = 0, _newest() + 1
    while low < high:
        middle = (low + high) // 2
        entry = Entry.objects.filter(pk__gte=middle).order_by("pk").values_list("pk", "at").first()
        if entry is None or entry[1] >= moment:
            high = middle
        else:
            low = entry[0] + 1
    return low


def lines(entries: Sequence[Entry]) -> list[Line]:
    """The entries in words, with the names of the people in them. One query.

    What people wrote about a confidential record stays with those who work on it: the trail shows that it was done.
    """
    facts = {
        entry.pk: entry.facts if entry.facts.get(WITHHELD) else {**entry.facts, **entry.words} for entry in entries
    }
    names = _names(entries, facts.values())
    return [
        Line(
            entry=entry,
            action=ACTIONS.get(entry.action, entry.action),
            who=names.get(str(entry.actor_id), "") or ACTORS.get(entry.actor_kind, entry.actor_kind),
            for_whom=names.get(str(entry.on_behalf_of), ""),
            subject=names.get(str(entry.subject_id), "") or SUBJECTS.get(entry.subject_kind, entry.subject_kind),
            facts=[
                (FACTS.get(name, name), _words(value, names))
                for name, value in facts[entry.pk].items()
                if value not in ("", None, [])
            ],
        )
        for entry in entries
    ]


def _newest() -> int:
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _names(entries: Sequence[Entry], facts: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    ids = {key for entry in entries for key in (entry.actor_id, entry.on_behalf_of) if key}
    ids |= {entry.subject_id for entry in entries if entry.subject_kind == "user" and entry.subject_id}
    ids |= {uuid.UUID(fact[name]) for fact in facts for name in ("user", "deputy") if fact.get(name)}
    people = get_user_model()._default_manager.filter(pk__in=ids)
    return {str(person.pk): str(person) for person in people}


def _words(value: Any, names: Mapping[str, str]) -> Text:
    if isinstance(value, list):
        return _("、").join(str(_words(item, names)) for item in value)
    if isinstance(value, dict):
        return " ".join(str(_words(item, names)) for item in value.values())
    if isinstance(value, bool):
        return _("是") if value else _("否")
    text = str(value)
    if MOMENT.match(text):
        return f"{timezone.localtime(datetime.datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"
    return names.get(text) or VALUES.get(text, text)
