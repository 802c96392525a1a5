"""``./linli bench figures [EVENTS]``: the pages of figures among a million events, and how fast they are counted."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from linli.bench.district import DISTRICT, District, settle
from linli.bench.events import CLIENTS, WARM_UP, create
from linli.bench.lists import MANY, TRIES, fill
from linli.bench.measuring import Figure, scratch_database
from linli.bench.serving import database_url, served
from linli.grid.figures.counting import count
from linli.grid.figures.tables import BY
from linli.kernel.snapshot import forget_all
from linli.people.middleware import SECOND_FACTOR_SEEN
from linli.people.roles import Role

MOST = 50.0
"""Milliseconds a page may take."""
UNCOLLECTED = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
"""Pages name their files without looking for them: nothing is served here."""
LEAST_KEPT = 0.9
"""Of the rate at which events are created, while they are counted beside it."""
ROUNDS, SECONDS = 3, 10
COUNTING = """
import time, django
django.setup()
from linli.grid.figures.counting import count
from linli.kernel.registry import periodic
print("ready", flush=True)
while True:
    count()
    time.sleep(periodic["grid.count_figures"].every.total_seconds())
"""
"""As the worker does, whose start is not measured."""


def run(arguments: Sequence[str]) -> list[Figure]:
    """Counts a million events, then opens every grouping of the district's figures, as the browser does."""
    if connection.vendor != "postgresql":
        raise SystemExit("This bench needs PostgreSQL: set LINLI_DATABASE_URL.")
    many = int(arguments[0]) if arguments else MANY
    with scratch_database():
        forget_all()
        keeping_up = _keep_up(settle())
    with scratch_database(), override_settings(STORAGES=UNCOLLECTED):
        forget_all()
        district = settle()
        fill(district, many)
        began = time.perf_counter()
        counted = count()
        print(f"{counted:,} events were counted at {counted / (time.perf_counter() - began):,.0f} a second")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        client = _client(district.holder_of(Role.DISPATCHER, DISTRICT))
        pages = [_page(client, f"/figures/?by={by}") for by in BY]
        pages.append(_page(client, f"/figures/?place={district.grids[0].code[:12]}"))
    return [keeping_up, *pages]


def _keep_up(district: District) -> Figure:
    """Events created in turn without and with a process that counts them."""
    alone, beside = 0.0, 0.0
    with tempfile.TemporaryDirectory() as data, served(Path(data)) as port:
        create(port, district, WARM_UP)
        for _ in range(ROUNDS):
            alone += create(port, district, SECONDS)[1]
            count()  # What came in alone is not to be counted beside the next.
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


def _client(user: Any) -> Client:
    client = Client(headers={"Host": "127.0.0.1"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SECOND_FACTOR_SEEN] = True
    session.save()
    return client


def _page(client: Client, path: str) -> Figure:
    def ask() -> None:
        if (response := client.get(path, secure=True)).status_code != 200:
            raise SystemExit(f"{path} answered {response.status_code}")

    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
        asked = len(queries)
    times = []
    for _ in range(TRIES):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    return Figure(
        what=f"{path}: {asked} queries, best of {TRIES}",
        value=min(times) * 1000,
        unit="ms",
        limit=MOST,
        limit_is="what a page of figures may take",
        least_ratio=1.0,
        is_less_better=True,
    )
