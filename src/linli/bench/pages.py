"""How long pages take, opened as a browser does but within the process."""

import time
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from linli.bench.measuring import Figure
from linli.people.middleware import SECOND_FACTOR_SEEN

TRIES = 20
UNCOLLECTED = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def uncollected() -> override_settings:
    """Pages name their files without looking for them: nothing is served here."""
    return override_settings(STORAGES=UNCOLLECTED)


def client_of(user: Any) -> Client:
    """The browser of somebody who is signed in with both factors."""
    client = Client(headers={"Host": "127.0.0.1"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SECOND_FACTOR_SEEN] = True
    session.save()
    return client


def page(client: Client, path: str, *, most: float, limit_is: str) -> Figure:
    """The whole page as it is sent, in the process. ``most`` milliseconds are allowed."""

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
        limit=most,
        limit_is=limit_is,
        least_ratio=1.0,
        is_less_better=True,
    )
