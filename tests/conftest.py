"""What holds for every test: no network, no warnings, nothing left over from the test before."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.utils import translation
from hypothesis import settings as searching

from linli.audit import trail
from linli.audit.models import Entry
from linli.kernel.snapshot import forget_all
from tests.spoken import unsaid

# Hypothesis would fail an example for taking 200 ms, which on a busy machine says nothing about the code.
searching.register_profile("linli", deadline=None)
searching.load_profile("linli")


def missing_here() -> list[str]:
    """What ``./linli test`` found that this machine cannot run, each with the way to get it."""
    return [line for line in os.environ.get("LINLI_TEST_MISSING", "").splitlines() if line]


@pytest.fixture(scope="session", autouse=True)
def _sqlite_can_be_emptied() -> Iterator[None]:
    """Tests that commit are followed by a flush, which on SQLite deletes; the audit trail's triggers refuse that."""
    operations = DatabaseWrapper.ops_class
    flush = operations.sql_flush

    def without_triggers(self: Any, *args: Any, **options: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            triggers = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        drop = [f"DROP TRIGGER {self.quote_name(name)}" for name, _ in triggers]
        return [*drop, *flush(self, *args, **options), *(sql for _, sql in triggers)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", without_triggers)
        yield


@pytest.fixture(autouse=True)
def _nothing_left_over(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # What is kept in memory is never looked at again for its age: on a slow machine that would be queries more.
    monkeypatch.setattr("linli.kernel.snapshot.FRESH_SECONDS", 3600)
    forget_all()
    # What was exported for an audit trail that was rolled back would speak against the next one.
    shutil.rmtree(settings.DATA / "audit", ignore_errors=True)
    yield
    forget_all()
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _everything_on_the_trail_has_words() -> Iterator[None]:
    """Whatever a test lets happen, the auditor can read: see ``linli.audit.words``."""
    write = trail.entry_of

    def spoken(*args: Any, **fields: Any) -> Entry:
        entry = write(*args, **fields)
        assert not unsaid(entry), "; ".join(unsaid(entry))
        return entry

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trail, "entry_of", spoken)
        yield


def pytest_report_header() -> list[str]:
    return [f"NOT RUN HERE: {line}" for line in missing_here()]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if missing_here():
        terminalreporter.section("NOT RUN ON THIS MACHINE", red=True, bold=True)
        for line in missing_here():
            terminalreporter.line(line, red=True)
