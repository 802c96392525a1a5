import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from linli.kernel import throttle
from linli.kernel.models import Throttle

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CALLERS = 4  # fewer than the pool has connections


@pytest.mark.django_db
def test_a_window_lets_so_many_through_and_then_says_when() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        answers = [throttle.allow("report 1.2.3.4", limit=3, seconds=60) for _ in range(4)]
        assert [bool(answer) for answer in answers] == [True, True, True, False]
        assert [answer.remaining for answer in answers] == [2, 1, 0, 0]
        assert [answer.retry_after for answer in answers] == [0, 0, 0, 60]
        clock.shift(59.5)
        assert throttle.allow("report 1.2.3.4", limit=3, seconds=60).retry_after == 1
        clock.shift(0.5)
        assert throttle.allow("report 1.2.3.4", limit=3, seconds=60).remaining == 2


@pytest.mark.django_db
def test_keys_do_not_count_for_each_other_and_are_not_kept() -> None:
    assert throttle.allow("report 1.2.3.4", limit=1, seconds=60)
    assert throttle.allow("report 1.2.3.5", limit=1, seconds=60)
    assert not throttle.allow("report 1.2.3.4", limit=1, seconds=60)
    assert not Throttle.objects.filter(key__contains="1.2.3").exists()


@pytest.mark.django_db
def test_it_is_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        throttle.allow("x", limit=1, seconds=60)


@pytest.mark.django_db
def test_closed_windows_are_forgotten_and_open_ones_kept() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        throttle.allow("old", limit=1, seconds=60)
        clock.shift(timedelta(seconds=60))
        throttle.allow("new", limit=1, seconds=60)
        assert throttle.forget_old() == 1
        assert not throttle.allow("new", limit=1, seconds=60)


def let_through(ask: Callable[[], object]) -> int:
    """How many of four who ask at the same moment are let through."""
    start = Barrier(CALLERS, timeout=30)

    def caller(_number: int) -> bool:
        with contextlib.closing(connection):
            connection.ensure_connection()
            start.wait()
            return bool(ask())

    with ThreadPoolExecutor(CALLERS) as pool:
        return sum(pool.map(caller, range(CALLERS)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races are run on PostgreSQL")
def test_those_who_ask_at_once_are_all_counted() -> None:
    for _ in range(5):
        Throttle.objects.all().delete()
        assert let_through(lambda: throttle.allow("shared", limit=2, seconds=60)) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races are run on PostgreSQL")
def test_reading_before_writing_would_let_all_through() -> None:
    Throttle.objects.create(key="shared", count=0, ends_at=NOON)
    has_read = Barrier(CALLERS, timeout=30)

    def careless() -> bool:
        held = Throttle.objects.get(key="shared")
        has_read.wait()
        held.count += 1
        held.save()
        return held.count <= 2

    assert let_through(careless) == CALLERS
