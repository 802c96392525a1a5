"""Keeping the counters: events whose figures are of an older version are counted anew, in the background.

An act only changes its event's version, so no act waits for a counter. The worker takes events that it can lock, in
whatever order they were committed, takes away what it had counted of each, adds what holds now, and notes that on
the event: all in one transaction. It may be killed or run twice at once.
"""

import datetime
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from linli.grid.figures.measures import DUE_IN, MEASURES, REPORTED_IN
from linli.grid.models import Event, Figure
from linli.grid.models.figures import NO_UNIT
from linli.places.levels import CODE_LENGTHS, Level, lineage
from linli.places.models import Place

BATCH = 1000
LENGTHS = {CODE_LENGTHS[level] for level in (Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY, Level.GRID)}
NAMES = tuple(MEASURES)
UNCOUNTED = ~Q(counted_version=F("version"))


@dataclass(frozen=True, order=True)
class Key:
    """A counter's row."""

    place: uuid.UUID
    month: str
    category: uuid.UUID
    unit: uuid.UUID


Counts = dict[Key, dict[str, int]]


def count() -> int:
    """Bring the counters up to date; returns how many events were counted anew."""
    counted = 0
    while batch := _count_batch():
        counted += batch
    return counted


@transaction.atomic
def _count_batch() -> int:
    rows = list(_rows(Event.objects.select_for_update(skip_locked=True, of=("self",)).filter(UNCOUNTED))[:BATCH])
    if not rows:
        return 0
    places = _places({code for row in rows for code in codes_above(row["path"])})
    changes: Counts = defaultdict(lambda: defaultdict(int))
    notes = []
    for row in rows:
        before, now = json.loads(row["counted"] or "{}"), _what_counts(row, places)
        _add(changes, before, -1)
        _add(changes, now, 1)
        notes.append((json.dumps(now), row["version"], _as_stored(row["pk"])))
    _write(changes)
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE grid_event SET counted = %s, counted_version = %s WHERE id = %s", notes)
    return len(rows)


def _rows(events: Any) -> Any:
    """Each event's keys and, for each measure, whether it counts."""
    zone = timezone.get_default_timezone()
    return (
        events.annotate(
            **{f"in_{moment}": TruncMonth(moment, tzinfo=zone) for moment in (REPORTED_IN, DUE_IN)},
            **{f"as_{name}": _holds(measure.where) for name, measure in MEASURES.items()},
        )
        .order_by("pk")
        .values(
            *("pk", "path", "category_id", "lead_unit_id", "version", "counted"),
            *(f"in_{moment}" for moment in (REPORTED_IN, DUE_IN)),
            *(f"as_{name}" for name in NAMES),
        )
    )


def _holds(where: Q) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(where, output_field=BooleanField())


def codes_above(path: str) -> list[str]:
    """The places from the district down to the grid that an event at ``path`` counts for."""
    return [code for code in lineage(path) if len(code) in LENGTHS]


def _places(codes: Iterable[str]) -> Mapping[str, uuid.UUID]:
    return dict(Place.objects.filter(code__in=codes).values_list("code", "pk"))


def _what_counts(row: Mapping[str, Any], places: Mapping[str, uuid.UUID]) -> dict[str, Any]:
    """What is noted on the event: under which keys it counts, and in which month as what."""
    months: dict[str, list[str]] = {}
    for name, measure in MEASURES.items():
        moment: datetime.datetime | None = row[f"in_{measure.month_of}"]
        if row[f"as_{name}"] and moment:
            months.setdefault(f"{moment:%Y-%m-01}", []).append(name)
    return {
        "places": [str(places[code]) for code in codes_above(row["path"])],
        "category": str(row["category_id"]),
        "unit": str(row["lead_unit_id"] or NO_UNIT),
        "months": months,
    }


def _add(changes: Counts, noted: Mapping[str, Any], sign: int) -> None:
    for month, names in noted.get("months", {}).items():
        for place in noted["places"]:
            key = Key(uuid.UUID(place), month, uuid.UUID(noted["category"]), uuid.UUID(noted["unit"]))
            for name in names:
                changes[key][name] += sign


def _write(changes: Counts) -> None:
    """Add to the counters, in one order, so that two at once do not wait for each other in a ring."""
    moved = {key: counts for key, counts in changes.items() if any(counts.values())}
    codes = dict(Place.objects.filter(pk__in={key.place for key in moved}).values_list("pk", "code"))
    table, columns = Figure._meta.db_table, ", ".join(NAMES)
    adds = ", ".join(f"{name} = {table}.{name} + EXCLUDED.{name}" for name in NAMES)
    slots = ", ".join(["%s"] * (5 + len(NAMES)))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (place_id, path, month, category_id, unit, {columns}) VALUES ({slots}) "
            f"ON CONFLICT (place_id, month, category_id, unit) DO UPDATE SET {adds}",
            [
                (
                    *(_as_stored(key.place), codes[key.place], key.month, _as_stored(key.category)),
                    *(_as_stored(key.unit), *(moved[key].get(name, 0) for name in NAMES)),
                )
                for key in sorted(moved)
            ],
        )


def _as_stored(key: uuid.UUID) -> Any:
    return key if connection.features.has_native_uuid_field else key.hex
