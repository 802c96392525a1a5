"""``./linli bench overview [EVENTS]``: board and map of what is open, among a million events."""

from collections.abc import Sequence

from django.db import connection

from linli.bench.district import DISTRICT, settle
from linli.bench.lists import MANY, fill
from linli.bench.measuring import Figure, scratch_database
from linli.bench.pages import client_of, page, uncollected
from linli.kernel.snapshot import forget_all
from linli.people.roles import Role

MOST = 200.0
"""Milliseconds a page may take."""
PATHS = ("/events/board/?by=unit", "/events/board/?by=state", "/events/map/", "/events/map/points.json")


def run(arguments: Sequence[str]) -> list[Figure]:
    """Some ten thousand events are open, as in the bench of lists; the district sees them all."""
    if connection.vendor != "postgresql":
        raise SystemExit("This bench needs PostgreSQL: set LINLI_DATABASE_URL.")
    many = int(arguments[0]) if arguments else MANY
    with scratch_database(), uncollected():
        forget_all()
        district = settle()
        fill(district, many)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        seers = {
            "the district": district.holder_of(Role.DISPATCHER, DISTRICT),
            "a community": district.holder_of(Role.COMMUNITY_WORKER, district.grids[0].code[:12]),
        }
        return [
            page(client_of(user), path, most=MOST, limit_is=f"what it may take; seen by {who}")
            for who, user in seers.items()
            for path in PATHS
        ]
