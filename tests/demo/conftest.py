"""The district is filled once for all tests here, and gone after them."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from linli.demo import handout
from linli.demo.management.commands.demo import Command

ADDRESS = "http://127.0.0.1:8111/"
EVENTS = 300
"""Of the year: enough for one of each kind."""


@pytest.fixture(scope="package")
def _filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command(Command(), address=ADDRESS, events=EVENTS, verbosity=0)
        yield
        transaction.set_rollback(True)
        handout.file().unlink(missing_ok=True)


@pytest.fixture
def demo(_filled: None, db: None) -> handout.Handout:
    given = handout.read()
    assert given is not None
    return given
