"""Looking through the trail, however long it is: by its key, newest first, in bounded steps."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from linli.audit.models import Entry

SIZE = 50
SPAN = 200_000
"""So many entries a page looks through at most for a rare kind, act or actor: they have no index, which every
act of everybody would pay for. The reader then goes on from there."""


@dataclass(frozen=True)
class Wanted:
    """What to look for; empty fields do not limit.

    ``before`` is the key of the last entry seen, ``since`` the least key to look at.
    """

    action: str = ""
    actor_id: uuid.UUID | None = None
    subject_id: uuid.UUID | None = None
    before: int | None = None
    kind: str = ""
    since: int = 0


@dataclass(frozen=True)
class Stretch:
    """A page. ``next_before`` None: nothing is left; ``is_cut``: more may match further down."""

    entries: Sequence[Entry]
    next_before: int | None
    is_cut: bool = False


def browse(wanted: Wanted) -> Stretch:
    """At most 50 entries, the newest first. Few queries, bounded however rare what is wanted may be."""
    rows = Entry.objects.order_by("-pk")
    floor = wanted.since
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    if wanted.subject_id:
        rows = rows.filter(subject_id=wanted.subject_id)
    elif wanted.action or wanted.actor_id or wanted.kind:
        top = wanted.before if wanted.before is not None else _newest() + 1
        floor = max(floor, top - SPAN)
    if floor > 0:
        rows = rows.filter(pk__gte=floor)
    if wanted.kind:
        rows = rows.filter(Q(subject_kind=wanted.kind) | Q(action__startswith=f"{wanted.kind}."))
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.actor_id:
        rows = rows.filter(actor_id=wanted.actor_id)
    found = list(rows[: SIZE + 1])
    if len(found) > SIZE:
        return Stretch(found[:SIZE], found[SIZE - 1].pk)
    is_cut = floor > wanted.since and Entry.objects.filter(pk__lt=floor, pk__gte=wanted.since).exists()
    return Stretch(found, floor if is_cut else None, is_cut)


def key_after(day: datetime.date) -> int:
    """The key that stands after all entries of ``day``, found by halving: there is no index on the time."""
    return key_on(day + datetime.timedelta(days=1))


def key_on(day: datetime.date) -> int:
    """The key from which on entries are of ``day`` or later."""
    return key_from(datetime.datetime.combine(day, datetime.time(), timezone.get_default_timezone()))


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


def _newest() -> int:
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
