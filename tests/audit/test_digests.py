"""The digest of an entry stands for all that is in it."""

import datetime
import hashlib
import uuid
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from linli.audit import digests
from linli.audit.models import Entry

MOMENTS = st.datetimes(timezones=st.just(datetime.UTC), min_value=datetime.datetime(1990, 1, 1))
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "at": MOMENTS,
    "action": st.text(max_size=60),
    "actor_kind": st.text(max_size=10),
    "actor_id": st.none() | st.uuids(),
    "on_behalf_of": st.none() | st.uuids(),
    "subject_kind": st.text(max_size=40),
    "subject_id": st.none() | st.uuids(),
    "detail": st.text(),
    "personal_digest": st.none() | st.binary(min_size=32, max_size=32),
}


@given(st.fixed_dictionaries(FIELDS), st.sampled_from(sorted(FIELDS)), st.data())
def test_any_change_changes_it(values: dict[str, Any], field: str, data: st.DataObject) -> None:
    other = values | {field: data.draw(FIELDS[field])}
    is_same = digests.of_entry(Entry(**values)) == digests.of_entry(Entry(**other))
    assert is_same is (values == other)


@given(st.fixed_dictionaries(FIELDS))
def test_nothing_slips_from_one_field_into_the_next(values: dict[str, Any]) -> None:
    shifted = values | {"action": values["action"] + values["actor_kind"], "actor_kind": ""}
    is_same = digests.of_entry(Entry(**values)) == digests.of_entry(Entry(**shifted))
    assert is_same is (values["actor_kind"] == "")


def test_every_column_is_in_it_or_known_to_be_out() -> None:
    out = {"id", "personal", "personal_salt", "digest", "seal"}
    assert {field.name for field in Entry._meta.fields} == set(FIELDS) | out


def test_it_is_the_same_in_every_time_zone_and_for_ever() -> None:
    utc = datetime.datetime(2026, 11, 20, 13, 10, 0, 123456, tzinfo=datetime.UTC)
    shanghai = utc.astimezone(datetime.timezone(datetime.timedelta(hours=8)))
    made = [
        Entry(
            at=at, action="event.begin", actor_kind="user", actor_id=uuid.UUID(int=1), subject_kind="event", detail="{}"
        )
        for at in (utc, shanghai)
    ]
    assert digests.of_entry(made[0]) == digests.of_entry(made[1])
    assert (
        digests.of_entry(made[0])
        == hashlib.sha256(
            b'["2026-11-20T13:10:00.123456+00:00","event.begin","user","00000000-0000-0000-0000-000000000001",'
            b'null,"event",null,"{}",null]'
        ).digest()
    )


ENTRIES = st.lists(st.tuples(st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32)), max_size=5)


@given(ENTRIES, ENTRIES)
def test_two_batches_have_one_root_only_if_they_are_one(one: Any, other: Any) -> None:
    assert (digests.of_batch(one) == digests.of_batch(other)) is (one == other)


@given(st.dictionaries(st.text(), st.integers(-(2**53), 2**53) | st.text() | st.booleans() | st.none()))
def test_the_order_of_facts_does_not_matter(facts: dict[str, Any]) -> None:
    backwards = dict(reversed(facts.items()))
    assert digests.canonical(facts) == digests.canonical(backwards)
