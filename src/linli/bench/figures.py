"""``./linli bench figures [EVENTS]``: the pages of figures among a million events, and how fast they are counted."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from linli.bench.district import DISTRICT, District, settle
from linli.bench.events import CLIENTS, WARM_UP, create
from linli.bench.lists import MANY, fill
from linli.bench.measuring import Figure, scratch_database
from linli.bench.pages import client_of, page, uncollected
from linli.bench.serving import database_url, served
from linli.events.core.figures_query import BY
from linli.events.figures.counting import count
from linli.kernel.snapshot import forget_all
from linli.people.roles import Role

MOST = 50.0
"""Milliseconds a page may take."""
LEAST_KEPT = 0.9
"""Of the rate at which events are created, while they are counted beside it."""
ROUNDS, SECONDS = 3, 10
COUNTING = """
import time, django
django.setup()
from linli.events.figures.counting import count
from linli.kernel.registry import periodic
count()
print("ready", flush=True)
while True:
    time.sleep(periodic["events.count_figures"].every.total_seconds())
    count()
"""
"""As the worker does. Its start is not measured, nor what came in without it: that is counted before."""


def run(arguments: Sequence[str]) -> list[Figure]:
    """Counts a million events, then opens every grouping of the district's figures, as the browser does."""
    if connection.vendor != "postgresql":
        raise SystemExit("This bench needs PostgreSQL: set LINLI_DATABASE_URL.")
    many = int(arguments[0]) if arguments else MANY
    with scratch_database():
        forget_all()
        keeping_up = _keep_up(settle())
    with scratch_database(), uncollected():
        forget_all()
        district = settle()
        fill(district, many)
        began = time.perf_counter()
        counted = count()
        print(f"{counted:,} events were counted at {counted / (time.perf_counter() - began):,.0f} a second")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        client = client_of(district.holder_of(Role.DISPATCHER, DISTRICT))
        paths = [*(f"/figures/?by={by}" for by in BY), f"/figures/?place={district.grids[0].code[:12]}"]
        pages = [page(client, path, most=MOST, limit_is="what a page of figures may take") for path in paths]
    return [keeping_up, *pages]


def _keep_up(district: District) -> Figure:
    """Events created in turn without and with a process that counts them."""
    alone, beside = 0.0, 0.0
    with tempfile.TemporaryDirectory() as data, served(Path(data)) as port:
        create(port, district, WARM_UP)
        for _ in range(ROUNDS):
            alone += create(port, district, SECONDS)[1]
            with _counting(data):
                beside += create(port, district, SECONDS)[1]
    return Figure(
        what=f"events created while they are counted, {CLIENTS} clients, {ROUNDS} times {SECONDS} s",
        value=beside / ROUNDS,
        unit="/s",
        limit=alone / ROUNDS,
        limit_is="the same without counting, in turn",
        least_ratio=LEAST_KEPT,
    )


@contextmanager
def _counting(data: str) -> Iterator[None]:
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "linli.site.settings",
        "LINLI_DATA": data,
        "LINLI_DATABASE_URL": database_url(),
    }
    process = subprocess.Popen([sys.executable, "-c", COUNTING], env=env, stdout=subprocess.PIPE)
    try:
        assert process.stdout
        process.stdout.readline()
        yield
    finally:
        process.terminate()
        process.wait(30)
