"""The database itself refuses to change the trail, but for sealing once and erasing words."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from linli.audit.models import Entry, Seal
from linli.audit.sealing import seal
from linli.audit.verification import verify
from linli.kernel.ids import new_id
from tests.audit.tampering import execute, some, take_the_guards_away

pytestmark = pytest.mark.django_db
CHANGES: dict[str, Any] = {
    "at": "2020-01-01 00:00:00",
    "action": "event.other",
    "actor_kind": "user",
    "actor_id": new_id().hex,
    "on_behalf_of": new_id().hex,
    "subject_kind": "other",
    "subject_id": new_id().hex,
    "detail": "{}",
    "personal": '{"note":"别的"}',
    "personal_salt": b"another salt....",
    "personal_digest": b"x" * 32,
    "digest": b"x" * 32,
    "id": 10**9,
}


def refused(statement: str, *values: object) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(statement, *values)


@pytest.mark.parametrize("column", sorted(CHANGES))
@pytest.mark.parametrize("is_sealed", [False, True])
def test_no_column_can_be_changed(column: str, is_sealed: bool) -> None:
    (entry,) = some(1)
    if is_sealed:
        seal()
    refused(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", CHANGES[column], entry.pk)


def test_the_changes_above_are_possible_without_the_guard() -> None:
    """The negative control: what is refused is refused by the triggers and by nothing else."""
    take_the_guards_away()
    for column, value in CHANGES.items():
        (entry,) = some(1)
        execute(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", value, entry.pk)
        if column == "id":
            execute("DELETE FROM audit_entry WHERE id = %s", value)


def test_no_entry_can_be_deleted() -> None:
    (entry,) = some(1)
    refused("DELETE FROM audit_entry WHERE id = %s", entry.pk)
    seal()
    refused("DELETE FROM audit_entry WHERE id = %s", entry.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()


@pytest.mark.parametrize("other", [7, None])
def test_a_sealed_entry_stays_in_its_seal(other: int | None) -> None:
    (entry,) = some(1)
    seal()
    refused("UPDATE audit_entry SET seal = %s WHERE id = %s", other, entry.pk)
    execute("UPDATE audit_entry SET seal = seal WHERE id = %s", entry.pk)


def test_seals_can_neither_be_changed_nor_deleted() -> None:
    some(1)
    seal()
    for column, value in {"sealed_at": "2020-01-01 00:00:00", "count": 9, "root": b"x", "head": b"x"}.items():
        refused(f"UPDATE audit_seal SET {column} = %s", value)
    refused("DELETE FROM audit_seal")
    assert Seal.objects.count() == 1


@pytest.mark.parametrize("is_sealed", [False, True])
def test_words_can_be_erased_and_the_chain_stays_whole(is_sealed: bool) -> None:
    entry, other = some(2)
    if is_sealed:
        seal()
    Entry.objects.filter(pk=entry.pk).update(personal=None, personal_salt=None)
    entry.refresh_from_db()
    assert (entry.words, entry.facts) == ({}, {"photos": 0})
    assert Entry.objects.get(pk=other.pk).words == {"note": "第1条"}
    seal()
    assert verify() == []
    refused("UPDATE audit_entry SET personal = %s WHERE id = %s", '{"note":"又写上"}', entry.pk)
