"""Whatever was done to the tables is told, with the first row that was touched."""

import json
from collections.abc import Callable

import pytest

from linli.audit import digests
from linli.audit.models import Entry, Seal
from linli.audit.sealing import heads_file, seal
from linli.audit.verification import unsealed_tail, verify
from tests.audit.tampering import execute, some, take_the_guards_away

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries() -> list[Entry]:
    """Three seals of four entries, and four that are not sealed yet; nothing guards them."""
    made: list[Entry] = []
    for number in range(4):
        made += some(4)
        if number < 3:
            seal()
    take_the_guards_away()
    return made


def test_an_untouched_trail_is_sound(entries: list[Entry]) -> None:
    assert verify() == []
    assert unsealed_tail().count == 4
    assert list(Seal.objects.order_by("number").values_list("number", "count")) == [(1, 4), (2, 4), (3, 4)]


def test_an_empty_trail_is_sound() -> None:
    assert verify() == []
    assert unsealed_tail().count == 0


@pytest.mark.parametrize("position", [0, 5, 11, 12, 15])
def test_a_changed_entry_is_named(entries: list[Entry], position: int) -> None:
    entry = entries[position]
    execute("UPDATE audit_entry SET detail = %s WHERE id = %s", '{"photos":99}', entry.pk)
    (fault,) = verify()
    assert fault.startswith(f"entry {entry.pk} (event.comment, ")
    assert fault.endswith(") was changed")


def test_of_two_changed_entries_the_first_is_named(entries: list[Entry]) -> None:
    for position in (9, 2):
        execute("UPDATE audit_entry SET action = %s WHERE id = %s", "x", entries[position].pk)
    assert verify()[0].startswith(f"entry {entries[2].pk} ")


@pytest.mark.parametrize("position", [0, 13])
def test_changed_words_are_named(entries: list[Entry], position: int) -> None:
    entry = entries[position]
    execute("UPDATE audit_entry SET personal = %s WHERE id = %s", '{"note":"别的话"}', entry.pk)
    (fault,) = verify()
    assert fault.startswith(f"entry {entry.pk} ")
    assert fault.endswith("its words were changed")


def test_an_entry_rewritten_with_a_fitting_digest_is_found_by_its_seal(entries: list[Entry]) -> None:
    entry = entries[5]
    entry.detail = '{"photos":99}'
    execute(
        "UPDATE audit_entry SET detail = %s, digest = %s WHERE id = %s",
        entry.detail,
        digests.of_entry(entry),
        entry.pk,
    )
    assert verify() == ["seal 2 does not match its 4 entries"]


def test_a_deleted_entry_is_found_by_its_seal(entries: list[Entry]) -> None:
    execute("DELETE FROM audit_entry WHERE id = %s", entries[5].pk)
    assert verify() == [f"seal 2 covers 4 entries, 3 are left; left are {entries[4].pk} to {entries[7].pk}"]


def test_a_batch_deleted_whole_is_found(entries: list[Entry]) -> None:
    execute("DELETE FROM audit_entry WHERE seal = 2")
    assert verify() == ["seal 2 covers 4 entries, 0 are left; none of its entries is left"]


def test_an_entry_slipped_in_is_found(entries: list[Entry]) -> None:
    execute("UPDATE audit_entry SET seal = 2 WHERE id = %s", entries[12].pk)
    (fault,) = verify()
    assert fault.startswith("seal 2 covers 4 entries, 5 are left")


def test_entries_in_another_order_are_found(entries: list[Entry]) -> None:
    one, other = entries[4].pk, entries[5].pk
    for old, new in ((one, -1), (other, one), (-1, other)):
        execute("UPDATE audit_entry SET id = %s WHERE id = %s", new, old)
    assert verify() == ["seal 2 does not match its 4 entries"]


def test_entries_exchanged_between_seals_are_found(entries: list[Entry]) -> None:
    execute("UPDATE audit_entry SET seal = 2 WHERE id = %s", entries[3].pk)
    execute("UPDATE audit_entry SET seal = 1 WHERE id = %s", entries[4].pk)
    assert verify() == ["seal 1 does not match its 4 entries"]


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (1, "seal 1 is missing"),
        (2, "seal 2 is missing"),
        (3, "entries point to seal 3, which is missing"),
    ],
)
def test_a_deleted_seal_is_named(entries: list[Entry], number: int, fault: str) -> None:
    execute("DELETE FROM audit_seal WHERE number = %s", number)
    assert verify() == [fault]


def test_the_last_seal_deleted_with_its_entries_is_known_from_outside(entries: list[Entry]) -> None:
    execute("DELETE FROM audit_entry WHERE seal = 3 OR seal IS NULL")
    execute("DELETE FROM audit_seal WHERE number = 3")
    assert verify() == ["seals 3 to 3 were exported and are missing"]
    heads_file().unlink()
    assert verify() == []  # which is why a copy of that file belongs on another machine


def forge_everything() -> None:
    """Somebody rewrites an entry and computes the whole chain anew, as the sealer does."""
    first = Entry.objects.order_by("id")[0]
    first.detail = '{"photos":99}'
    execute(
        "UPDATE audit_entry SET detail = %s, digest = %s WHERE id = %s", first.detail, digests.of_entry(first), first.pk
    )
    previous = digests.START
    for row in Seal.objects.order_by("number"):
        sealed = Entry.objects.filter(seal=row.number).order_by("id").values_list("id", "digest")
        root = digests.of_batch((key, bytes(digest)) for key, digest in sealed)
        head = digests.of_seal(
            previous=previous, number=row.number, count=row.count, root=root, sealed_at=row.sealed_at
        )
        execute("UPDATE audit_seal SET root = %s, head = %s WHERE number = %s", root, head, row.number)
        previous = head


def test_a_chain_computed_anew_differs_from_the_exported_heads(entries: list[Entry]) -> None:
    forge_everything()
    assert verify() == ["seal 1 differs from the head that was exported when it was made"]


def without_the_last(lines: list[str]) -> list[str]:
    return lines[:-1]


def with_one_more(lines: list[str]) -> list[str]:
    return [*lines, json.dumps({"number": 4, "head": "00", "at": ""})]


def with_a_torn_line(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-1][:20]]


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (without_the_last, []),
        (with_one_more, ["seals 4 to 4 were exported and are missing"]),
        (with_a_torn_line, ["1 lines of the file of exported heads cannot be read"]),
    ],
    ids=["older than the database", "newer than the database", "torn"],
)
def test_the_exported_heads_may_be_older_but_not_newer(
    entries: list[Entry], change: Callable[[list[str]], list[str]], faults: list[str]
) -> None:
    heads_file().write_text("\n".join(change(heads_file().read_text().splitlines())) + "\n")
    assert verify() == faults


def test_it_needs_no_keys(entries: list[Entry], settings: object) -> None:
    settings.KEYS = None  # type: ignore[attr-defined]
    assert verify() == []
