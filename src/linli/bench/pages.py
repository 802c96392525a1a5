"""How long pages take, opened as a browser does but within the process."""

from typing import Any

from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from linli.bench.measuring import TRIES, Figure, quickest
from linli.people.middleware import SECOND_FACTOR_SEEN

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
    takes, asked = quickest(lambda: client.get(path, secure=True))
    return Figure(
        what=f"{path}: {asked} queries, best of {TRIES}",
        value=takes,
        unit="ms",
        limit=most,
        limit_is=limit_is,
        least_ratio=1.0,
        is_less_better=True,
    )
