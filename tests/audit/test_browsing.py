"""The auditor's page: all of it, in bounded steps, in words, and for nobody else."""

import datetime
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from linli.audit import browsing, trail
from linli.audit.browsing import Wanted, browse, key_after
from linli.audit.models import Entry
from linli.audit.policies import AUDITOR
from linli.audit.sealing import seal
from linli.audit.telling import lines
from linli.kernel.actor import SYSTEM
from linli.people.actors import actor_of
from linli.people.roles import Role
from tests.audit.tampering import some
from tests.people.factories import make_post, make_user, signed_in

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 20, 4, tzinfo=datetime.UTC)


def record(action: str = "event.begin", **fields: object) -> Entry:
    return trail.record(action, **{"actor": SYSTEM, "subject_kind": "event", **fields})  # type: ignore[arg-type]


def pages(wanted: Wanted) -> list[list[int]]:
    """All pages to the end."""
    found, before = [], wanted.before
    while True:
        stretch = browse(Wanted(wanted.action, wanted.actor_id, wanted.subject_id, before))
        found.append([entry.pk for entry in stretch.entries])
        if stretch.next_before is None:
            return found
        before = stretch.next_before


def test_the_role_is_the_one_in_people() -> None:
    assert AUDITOR == Role.AUDITOR


def test_newest_first_page_by_page_nothing_twice() -> None:
    keys = [entry.pk for entry in some(120)]
    found = pages(Wanted())
    assert [len(page) for page in found] == [50, 50, 20]
    assert [key for page in found for key in page] == keys[::-1]


def test_one_record_one_act_one_person() -> None:
    subject, person = uuid.uuid4(), make_user()
    some(3)
    on_record = record(subject_id=subject)
    by_person = record(actor=actor_of(person))
    exported = record("event.export")
    assert pages(Wanted(subject_id=subject)) == [[on_record.pk]]
    assert pages(Wanted(actor_id=person.pk)) == [[by_person.pk]]
    assert pages(Wanted(action="event.export")) == [[exported.pk]]
    assert pages(Wanted(action="event.export", actor_id=person.pk)) == [[]]


def test_what_is_rare_is_looked_for_in_bounded_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "SPAN", 10)
    rare = record("event.export")
    some(35)
    first = browse(Wanted(action="event.export"))
    assert first.entries == []
    assert first.is_cut
    found = pages(Wanted(action="event.export"))
    assert 4 <= len(found) <= 5
    assert [key for page in found for key in page] == [rare.pk]


def test_up_to_a_day() -> None:
    keys = []
    for day in range(6):
        with time_machine.travel(NOON + datetime.timedelta(days=day), tick=False):
            keys += [entry.pk for entry in some(3)]
    for day in range(6):
        before = key_after(datetime.date(2026, 11, 20) + datetime.timedelta(days=day))
        assert [entry.pk for entry in browse(Wanted(before=before)).entries] == keys[: 3 * (day + 1)][::-1]
    assert browse(Wanted(before=key_after(datetime.date(2026, 11, 19)))).entries == []


def test_a_day_ends_at_midnight_in_shanghai() -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 20, 15, 59, 59, tzinfo=datetime.UTC), tick=False):
        (last,) = some(1)
    with time_machine.travel(datetime.datetime(2026, 11, 20, 16, 0, 0, tzinfo=datetime.UTC), tick=False):
        some(1)
    assert [entry.pk for entry in browse(Wanted(before=key_after(datetime.date(2026, 11, 20)))).entries] == [last.pk]


def test_an_entry_in_words(django_assert_num_queries: object) -> None:
    person, absent = make_user(name="何伟"), make_user(name="陈静")
    entry = record(
        "post.grant",
        actor=actor_of(person),
        on_behalf_of=absent.pk,
        subject_kind="post",
        detail={"user": str(absent.pk), "post": "grid_worker", "to": "", "is_active": True},
        personal={"note": "借调"},
    )
    with django_assert_num_queries(1):  # type: ignore[operator]
        (line,) = lines([entry])
    assert (str(line.action), line.who, line.for_whom, str(line.subject)) == ("授予岗位", "何伟", "陈静", "岗位")
    facts = {(str(name), str(value)) for name, value in line.facts}
    assert facts == {("用户", "陈静"), ("岗位", "网格员"), ("在用", "是"), ("理由", "借调")}


@pytest.fixture
def auditor(db: None) -> Client:
    return signed_in(make_post(auditor=True).user)


def test_the_page_shows_seals_and_the_unsealed_tail(auditor: Client) -> None:
    some(4)
    seal()
    some(2)
    text = auditor.get(reverse("audit_trail")).content.decode()
    assert text.count("<tr data-row>") == 6
    assert text.count("待封存") == 2
    assert '<span class="figure-value">2</span>' in text


@pytest.mark.parametrize("query", ["before=x", "before=-1", f"before={2**63}", "until=1800-99-99", "subject=x"])
def test_a_condition_that_is_none_is_a_400(auditor: Client, query: str) -> None:
    assert auditor.get(f"{reverse('audit_trail')}?{query}").status_code == 400


def test_an_unknown_name_finds_nothing(auditor: Client) -> None:
    some(2)
    assert "没有符合的记录" in auditor.get(f"{reverse('audit_trail')}?actor=nobody").content.decode()


@pytest.mark.parametrize("trait", ["system_admin", "security_admin", "leader", "dispatcher", "handler"])
def test_nobody_else_sees_it(trait: str) -> None:
    assert signed_in(make_post(**{trait: True}).user).get(reverse("audit_trail")).status_code == 404


def test_a_visitor_is_asked_to_sign_in() -> None:
    assert Client().get(reverse("audit_trail")).status_code == 302


def test_what_people_wrote_is_escaped(auditor: Client) -> None:
    record(personal={"note": "<script>alert(1)</script>"})
    assert "<script>alert" not in auditor.get(reverse("audit_trail")).content.decode()


def test_a_page_takes_as_many_queries_for_many_as_for_few(
    auditor: Client, django_assert_max_num_queries: object
) -> None:
    for _number in range(40):
        record(actor=actor_of(make_user()))
    auditor.get(reverse("audit_trail"))  # what is kept in memory is there from now on
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert auditor.get(reverse("audit_trail")).status_code == 200
