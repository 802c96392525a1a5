"""Sealing in the background, and the heads outside the database."""

import datetime
import json
import threading
from contextlib import suppress
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from linli.audit import digests, sealing
from linli.audit.models import Entry, Seal
from linli.audit.sealing import export_heads, exported, heads_file, seal
from linli.audit.verification import unsealed_tail, verify
from tests.audit.tampering import some
from tests.races import ON_POSTGRESQL, at_once

db = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 20, 4, tzinfo=datetime.UTC)


@db
def test_everything_so_far_is_sealed_once() -> None:
    some(3)
    assert seal() == 3
    assert seal() == 0
    some(2)
    assert seal() == 2
    assert list(Seal.objects.order_by("number").values_list("count", flat=True)) == [3, 2]
    assert unsealed_tail().count == 0
    assert verify() == []


@db
def test_much_goes_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    some(10)
    assert seal() == 10
    assert list(Seal.objects.order_by("number").values_list("count", flat=True)) == [4, 4, 2]
    assert verify() == []


@db
def test_the_tail_tells_how_long_it_has_waited() -> None:
    with time_machine.travel(NOON, tick=False):
        some(2)
    with time_machine.travel(NOON + datetime.timedelta(minutes=5), tick=False):
        tail = unsealed_tail()
    assert (tail.count, tail.age) == (2, datetime.timedelta(minutes=5))


@db
def test_the_heads_outside_are_those_inside() -> None:
    for _time in range(3):
        some(1)
        seal()
    inside = {row.number: bytes(row.head).hex() for row in Seal.objects.all()}
    assert exported().heads == inside
    assert len(inside) == 3
    assert heads_file().parent.stat().st_mode & 0o777 == 0o700


@db
def test_what_a_killed_worker_did_not_export_is_exported_later() -> None:
    for _time in range(2):
        some(1)
        seal()
    lines = heads_file().read_text().splitlines()
    heads_file().write_text(lines[0] + "\n" + lines[1][:25])
    assert export_heads() == 1
    assert len(exported().heads) == 2
    assert exported().unreadable == 1


@db
@pytest.mark.parametrize("garbage", ["[]", "{}", "null", '{"number": "x", "head": 1}', "\x00", "x}"])
def test_a_garbled_file_is_told_and_stops_nothing(garbage: str) -> None:
    some(1)
    seal()
    with heads_file().open("a") as file:
        file.write(garbage + "\n")
    assert verify() == ["1 lines of the file of exported heads cannot be read"]
    some(1)
    assert seal() == 1


@db
def test_a_lost_file_is_told_before_and_after_it_is_begun_anew() -> None:
    with time_machine.travel(NOON, tick=False):
        some(1)
        seal()
    heads_file().unlink()
    with time_machine.travel(NOON + datetime.timedelta(hours=2), tick=False):
        assert verify() == ["the file of exported heads is missing: the seals could not be compared with it"]
        some(1)
        seal()
        (fault,) = verify()
    assert fault.startswith("the file of exported heads was lost and begun anew at 2026-11-20T06:00:00")
    lines = heads_file().read_text().splitlines()
    heads_file().write_text("\n".join(line for line in lines if "renewed" not in json.loads(line)) + "\n")
    assert verify() == []


def meet_before_the_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let both sealers have read the same unsealed entries before either writes, as far as the lock allows it."""
    root, both = digests.of_batch, threading.Barrier(2)

    def met(entries: Any) -> bytes:
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=1)
        return root(entries)

    monkeypatch.setattr(digests, "of_batch", met)


class TestTwoAtOnce:
    pytestmark = ON_POSTGRESQL

    @pytest.mark.parametrize("already", [0, 2])
    def test_each_entry_is_sealed_once(self, monkeypatch: pytest.MonkeyPatch, already: int) -> None:
        some(already)
        seal()
        some(5)
        meet_before_the_seal(monkeypatch)
        outcomes = at_once(seal, seal)
        monkeypatch.undo()
        assert sorted(outcomes) == [0, 5]
        assert verify() == []
        assert Entry.objects.filter(seal=None).count() == 0

    def test_without_the_lock_they_collide(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The negative control."""
        some(5)
        meet_before_the_seal(monkeypatch)
        monkeypatch.setattr(sealing, "_wait_for_other_sealers", lambda: None)
        outcomes = at_once(seal, seal)
        assert [type(outcome) for outcome in outcomes].count(IntegrityError) == 1

    def test_an_entry_committed_late_is_sealed_later_and_not_lost(self) -> None:
        """Keys are given before the commit: a smaller key may appear after a greater one is sealed."""
        began, sealed = threading.Event(), threading.Event()

        def slow() -> int:
            with transaction.atomic():
                (entry,) = some(1)
                began.set()
                sealed.wait(timeout=10)
            return entry.pk

        def quick() -> int:
            began.wait(timeout=10)
            (entry,) = some(1)
            seal()
            sealed.set()
            return entry.pk

        late, early = at_once(slow, quick)
        assert late < early
        assert Entry.objects.get(pk=late).seal is None
        assert seal() == 1
        assert verify() == []
