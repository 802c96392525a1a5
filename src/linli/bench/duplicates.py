"""``./linli bench duplicates [EVENTS]``: which open events may be the same, among a million."""

import time
from collections.abc import Sequence

from django.db import connection

from linli.bench.district import DISTRICT, settle
from linli.bench.lists import MANY, fill
from linli.bench.measuring import Figure, scratch_database
from linli.events.core.likeness.duplicates import similar
from linli.events.core.models import Event
from linli.kernel.snapshot import forget_all
from linli.people.actors import actor_of
from linli.people.roles import Role

LOOKED_FOR = 200
MOST = 20.0
"""Milliseconds for one event."""


def run(arguments: Sequence[str]) -> list[Figure]:
    """For the newest events that are open, as the district and as a community see them; the slowest one counts."""
    if connection.vendor != "postgresql":
        raise SystemExit("This bench needs PostgreSQL: set LINLI_DATABASE_URL.")
    many = int(arguments[0]) if arguments else MANY
    figures = []
    with scratch_database():
        forget_all()
        district = settle()
        fill(district, many)
        code = district.grids[len(district.grids) // 2].code[:12]
        for name, role, place in (
            ("district", Role.DISPATCHER, DISTRICT),
            ("community worker", Role.COMMUNITY_WORKER, code),
        ):
            seen = Event.objects.visible_to(actor_of(district.holder_of(role, place)))
            newest = list(seen.still_open().for_record().order_by("-pk")[:LOOKED_FOR])
            times, found = [], 0
            for event in newest:
                began = time.perf_counter()
                found += len(similar(event, seen))
                times.append(time.perf_counter() - began)
            figures.append(
                Figure(
                    what=f"{name}: candidates for each of {len(newest)} open events, {found} found; the slowest",
                    value=max(times) * 1000,
                    unit="ms",
                    limit=MOST,
                    limit_is="what finding them may take",
                    least_ratio=1.0,
                    is_less_better=True,
                )
            )
    return figures
