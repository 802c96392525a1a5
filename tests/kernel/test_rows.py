import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.audit.models import Entry
from linli.inbox.models import Task
from linli.kernel.ids import new_id
from linli.kernel.models import IdempotencyKey, Version
from linli.kernel.rows import insert

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 20, 1, 2, 3, 456789, tzinfo=datetime.UTC)


def entry(action: str = "x") -> Entry:
    return Entry(
        at=NOW,
        action=action,
        actor_kind="system",
        subject_kind="event",
        subject_id=new_id(),
        detail="{}",
        digest=b"\0\1",
    )


def task(**more: object) -> Task:
    values = {
        "record_kind": "event",
        "number": "EV-1",
        "title": "𠮷",
        "code": "1",
        "holder": "user:1",
        "opened_at": NOW,
    }
    return Task(**{"record_id": new_id(), **values, **more})


def test_a_row_is_read_back_as_it_was_put_in() -> None:
    row = entry("𠮷'%s")
    insert(row)
    found = Entry.objects.get(pk=row.pk)
    assert (found.at, found.action, found.subject_id, bytes(found.digest)) == (NOW, "𠮷'%s", row.subject_id, b"\0\1")
    assert not row._state.adding
    row.refresh_from_db()


def test_what_insert_and_save_put_in_is_the_same() -> None:
    mine, other = task(), task()
    insert(mine)
    other.save(force_insert=True)
    first, second = Task.objects.order_by("pk").values()
    assert {**first, "record_id": None} == {**second, "record_id": None}


def test_many_rows_take_one_statement_and_none_takes_none() -> None:
    with CaptureQueriesContext(connection) as queries:
        insert(*(Version(name=str(number), number=number) for number in range(5)))
        insert()
    assert len(queries) == 1
    assert Version.objects.filter(name__in="01234").count() == 5


def test_a_row_replaces_the_one_with_its_key_when_asked() -> None:
    first = task()
    insert(first)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(task(record_id=first.pk))
    insert(task(record_id=first.pk, holder="user:2", due_at=NOW), or_replace=True)
    found = Task.objects.get()
    assert (found.holder, found.due_at) == ("user:2", NOW)


def test_a_moment_that_the_model_gives_itself_is_given() -> None:
    key = IdempotencyKey(scope="s", key="k", body_digest=b"1")
    insert(key)
    assert IdempotencyKey.objects.get(pk=key.pk).created_at
