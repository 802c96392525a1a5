import threading
from collections.abc import Sequence
from contextlib import suppress

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet, Sum

from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Conflict
from linli.places import imports
from linli.places.imports import Report, import_places
from linli.places.models import ImportRun, Place
from linli.places.reading import Row
from tests.places.test_imports import TIANYUAN
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL


@pytest.mark.parametrize("is_locked", [True, False], ids=["with the lock", "without it the race shows"])
def test_one_file_imported_twice_at_the_same_time(monkeypatch: pytest.MonkeyPatch, is_locked: bool) -> None:
    both_there = threading.Barrier(2)
    real = imports.merge

    def merge(rows: Sequence[Row]) -> tuple[int, int]:
        with suppress(threading.BrokenBarrierError):  # the lock keeps the other one away
            both_there.wait(timeout=1 if is_locked else 20)
        return real(rows)

    monkeypatch.setattr(imports, "merge", merge)
    if not is_locked:
        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows: rows)
    outcomes = at_once(*[lambda: import_places(TIANYUAN, actor=SYSTEM)] * 2)
    if is_locked:
        assert {type(outcome) for outcome in outcomes} <= {Conflict, Report}
        assert Place.objects.count() == 110
        assert ImportRun.objects.aggregate(all=Sum("new"))["all"] == 110
    else:
        assert any(isinstance(outcome, IntegrityError) for outcome in outcomes)
