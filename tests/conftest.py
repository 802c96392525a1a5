"""What holds for every test: no network, no warnings, nothing left over from the test before."""

import os
from collections.abc import Iterator

import pytest
from django.utils import translation

from linli.kernel.snapshot import forget_all


def missing_here() -> list[str]:
    """What ``./linli test`` found that this machine cannot run, each with the way to get it."""
    return [line for line in os.environ.get("LINLI_TEST_MISSING", "").splitlines() if line]


@pytest.fixture(autouse=True)
def _nothing_left_over() -> Iterator[None]:
    forget_all()
    yield
    forget_all()
    translation.deactivate()


def pytest_report_header() -> list[str]:
    return [f"NOT RUN HERE: {line}" for line in missing_here()]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if missing_here():
        terminalreporter.section("NOT RUN ON THIS MACHINE", red=True, bold=True)
        for line in missing_here():
            terminalreporter.line(line, red=True)
