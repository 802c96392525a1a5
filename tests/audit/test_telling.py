"""Entries in words: each kind's own, wherever a code stands, in both languages."""

import datetime
import html
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from linli.audit import browsing, trail
from linli.audit.models import Entry
from linli.audit.telling import lines
from linli.audit.words import COMMON, kinds
from linli.kernel.actor import SYSTEM
from linli.people import holders
from tests.audit.tampering import some
from tests.people.factories import make_post, make_unit, make_user, signed_in

pytestmark = pytest.mark.django_db
MORNING = datetime.datetime(2026, 11, 20, 1, tzinfo=datetime.UTC)


def record(action: str, kind: str, detail: dict[str, Any], **more: Any) -> Entry:
    return trail.record(action, actor=SYSTEM, subject_kind=kind, subject_id=uuid.uuid4(), detail=detail, **more)


def told(entry: Entry) -> dict[str, str]:
    (line,) = lines([entry])
    return {str(name): str(value) for name, value in line.facts}


def rows(text: str) -> list[str]:
    """The rows of the auditor's page as they are read."""
    found = re.findall(r"<tr data-row>(.*?)</tr>", text, re.DOTALL)
    return [re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", " ", row))).strip() for row in found]


@pytest.fixture
def auditor(db: None) -> Client:
    return signed_in(make_post(auditor=True).user)


def test_one_code_means_what_it_means_of_that_kind(auditor: Client) -> None:
    """The trail once said of an opinion what is said of mediations: 自 待批准 至 已达成协议."""
    record("opinion.agree", "opinion", {"from": "asked", "to": "agreed"})
    record("dispute.agree", "dispute", {"from": "mediating", "to": "agreed"})
    record("extension.begin", "extension", {"to": "asked"})
    (row,) = rows(auditor.get(reverse("audit_trail"), {"kind": "opinion"}).content.decode())
    assert "自：待答复；至：同意" in row
    (row,) = rows(auditor.get(reverse("audit_trail"), {"action": "dispute.agree"}).content.decode())
    assert "至：已达成协议" in row
    (row,) = rows(auditor.get(reverse("audit_trail"), {"kind": "extension"}).content.decode())
    assert "至：待批准" in row


def test_in_english_too(auditor: Client) -> None:
    record("opinion.agree", "opinion", {"from": "asked", "to": "agreed"})
    text = auditor.get(reverse("audit_trail"), headers={"accept-language": "en"}).content.decode()
    (row,) = rows(text)
    assert not re.search("[\u3400-\u9fff]", row.replace("市", ""))
    with translation.override("en"):
        assert str(kinds["opinion"].states["agreed"]) in row


def test_no_code_is_shown_to_choose_from(auditor: Client) -> None:
    text = auditor.get(reverse("audit_trail")).content.decode()
    options = re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)</option>', text)
    acts = {value for value, _title in options if "." in value}
    assert acts == {code for _kind, words in kinds for code in words.acts} | set(kinds[COMMON].acts)
    assert not [title for _value, title in options if re.search(r"[a-z]+[._][a-z]+", title)]


def test_codes_in_lists_and_in_other_facts() -> None:
    person, unit = make_user(name="何伟"), make_unit(name="区城管局")
    entry = record(
        "event.adopt",
        "event",
        {
            "to": "closed",
            "channel": "hotline",
            "unit_id": str(unit.pk),
            "steps": [
                {"move": "begin", "at": "2026-03-02T01:00:00Z", "kind": "visitor"},
                {"move": "accept", "at": "2026-03-02T10:00:00+08:00", "who": str(person.pk), "role": "grid_worker"},
            ],
        },
        personal={"1": "核实过了"},
    )
    assert told(entry) == {
        "至": "已结案",
        "来源": "热线工单",
        "单位": "区城管局",
        "经过": "2026-03-02 09:00 居民 上报、2026-03-02 10:00 已受理 网格员 何伟",
        "第2步的理由": "核实过了",
    }


def test_columns_are_called_as_on_the_page_and_their_values_by_act() -> None:
    changed = {"name": ["读书社", "读书会"], "has_seal": ["", "True"], "role": ["hub", "functional"], "phone": []}
    assert told(record("organisation.edit", "organisation", {"changed": changed})) == {
        "改动": "有印章：— → 是、名称：读书社 → 读书会、公开电话、作用：枢纽型 → 功能型"
    }
    member = record("organisation.edit_member", "organisation", {"changed": {"role": ["member", "leader"]}})
    assert told(member) == {"改动": "身份：成员 → 负责人"}


def test_who_had_it_is_said_so_that_it_stays_true() -> None:
    """Not by who sits there today."""
    post = make_post(handler=True)
    assert post.unit is not None
    entry = record("task.late", "event", {"holder": holders.of_unit(post.unit.pk), "escalated_to": ""})
    assert told(entry) == {"现由谁办": post.unit.name}


def test_a_fact_for_machines_is_not_shown() -> None:
    assert told(record("event.join", "event", {"into": "EV-2026-000001", "into_id": str(uuid.uuid4())})) == {
        "转入": "EV-2026-000001"
    }


def test_a_page_in_words_takes_few_queries_however_many_it_names(django_assert_max_num_queries: Any) -> None:
    def entries(count: int) -> list[Entry]:
        return [
            record("estate.make", "estate", {"place": f"43021100{number}", "grid": "430211001001", "kind": "old"})
            for number in range(count)
        ] + [record("token.end", "token", {"user": str(make_user().pk)}) for _number in range(count)]

    few, many = entries(1), entries(12)
    with django_assert_max_num_queries(2):
        lines(few)
    with django_assert_max_num_queries(2):
        lines(many)


# --- from a day to a day ---


def of_days(count: int) -> list[list[int]]:
    """Three entries on each day from the 20th of November on."""
    found = []
    for day in range(count):
        with time_machine.travel(MORNING + datetime.timedelta(days=day), tick=False):
            found.append([entry.pk for entry in some(3)])
    return found


def test_from_a_day_to_a_day(auditor: Client) -> None:
    of_days(6)
    for since, until, count in (
        ("2026-11-22", "2026-11-23", 6),
        ("2026-11-22", "", 12),
        ("", "2026-11-20", 3),
        ("2026-11-26", "", 0),
        ("2026-11-24", "2026-11-22", 0),
    ):
        query = {"since": since, "until": until}
        assert len(rows(auditor.get(reverse("audit_trail"), query).content.decode())) == count, query


def test_a_day_begins_at_midnight_in_shanghai() -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 19, 15, 59, 59, tzinfo=datetime.UTC), tick=False):
        some(1)
    with time_machine.travel(datetime.datetime(2026, 11, 19, 16, 0, 0, tzinfo=datetime.UTC), tick=False):
        (first,) = some(1)
    assert browsing.key_on(datetime.date(2026, 11, 20)) == first.pk


def test_the_first_day_is_kept_from_page_to_page(auditor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "SIZE", 4)
    wanted = [key for day in of_days(4)[1:] for key in day]
    address, seen = f"{reverse('audit_trail')}?since=2026-11-21", 0
    while address:
        text = auditor.get(address).content.decode()
        seen += len(rows(text))
        after = re.search(r'href="(\?[^"]+)" rel="next"', text)
        assert after is None or f"after={wanted[0]}" in after[1]
        address = f"{reverse('audit_trail')}{html.unescape(after[1])}" if after else ""
    assert seen == len(wanted)


def test_what_is_rare_is_not_looked_for_before_the_first_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "SPAN", 2)
    days = of_days(3)
    stretch = browsing.browse(browsing.Wanted(kind="estate", since=days[1][0]))
    assert (stretch.is_cut, stretch.entries) == (True, [])
    stretch = browsing.browse(browsing.Wanted(kind="estate", since=days[1][0], before=days[1][2]))
    assert (stretch.is_cut, stretch.next_before) == (False, None)


@pytest.mark.parametrize("query", ["since=2026-13-01", "after=x", "after=-1"])
def test_a_condition_that_is_none_is_a_400(auditor: Client, query: str) -> None:
    assert auditor.get(f"{reverse('audit_trail')}?{query}").status_code == 400


def test_later_pages_look_for_no_day_again(auditor: Client, django_assert_max_num_queries: Any) -> None:
    days = of_days(3)
    auditor.get(reverse("audit_trail"))
    query = {"since": "2026-11-20", "after": str(days[0][0]), "before": str(days[2][0]), "kind": "event"}
    with django_assert_max_num_queries(9):
        assert len(rows(auditor.get(reverse("audit_trail"), query).content.decode())) == 6
