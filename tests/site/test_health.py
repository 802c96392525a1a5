from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from linli.audit import sealing, trail
from linli.inbox.models import Job
from linli.kernel.actor import SYSTEM
from linli.site import health

pytestmark = pytest.mark.django_db


def ask(client: Client) -> tuple[int, dict[str, Any]]:
    response = client.get("/health/")
    return response.status_code, response.json()


def worker_was_here(ago: timedelta) -> None:
    now = timezone.now()
    Job.objects.create(name="test", next_at=now, finished_at=now - ago)


def test_all_is_well(client: Client) -> None:
    worker_was_here(timedelta(seconds=5))

    status, answer = ask(client)

    assert (status, answer["status"]) == (200, "ok")


@pytest.mark.parametrize("ago", [None, timedelta(minutes=3)])
def test_a_worker_that_is_away_makes_it_late_but_serving(client: Client, ago: timedelta | None) -> None:
    if ago:
        worker_was_here(ago)

    status, answer = ask(client)

    assert (status, answer["status"]) == (200, "late")


def test_an_old_unsealed_tail_makes_it_late(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    worker_was_here(timedelta())
    trail.record("test.done", actor=SYSTEM, subject_kind="test")
    assert ask(client)[1]["status"] == "ok"

    monkeypatch.setattr(health, "TAIL_LATE", timedelta(microseconds=-1))
    # A slow machine lets a second or two go by.
    assert ask(client)[1] | {"audit_unsealed_seconds": 0, "worker_seen_seconds_ago": 0} == {
        "status": "late",
        "worker_seen_seconds_ago": 0,
        "audit_unsealed": 1,
        "audit_unsealed_seconds": 0,
    }

    sealing.seal()
    assert ask(client)[1]["audit_unsealed"] == 0


def test_a_missing_migration_makes_it_down(client: Client) -> None:
    app, name = health._newest()[0]
    MigrationRecorder.Migration.objects.filter(app=app, name=name).delete()

    status, answer = ask(client)

    assert status == 503
    assert answer == {"status": "down", "migrations_missing": [f"{app}.{name}"]}


def test_a_database_that_is_away_makes_it_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> list[str]:
        raise OperationalError("connection refused by 10.0.0.7")

    monkeypatch.setattr(health, "unapplied", away)

    status, answer = ask(client)

    assert (status, answer) == (503, {"status": "down", "database": "does not answer"})


def test_health_is_asked_without_cookies_and_never_kept(client: Client) -> None:
    response = client.get("/health/")

    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert client.post("/health/").status_code == 405
