import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from linli.audit.models import Entry
from linli.kernel import worktime
from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Invalid
from linli.people.roles import Role
from linli.places import kinds, rules
from linli.places.actions import set_rule, withdraw_rule
from linli.places.models import Place, RuleOverride
from linli.places.policies import COMMUNITY_WORKER, SYSTEM_ADMIN
from linli.places.rules import Rule
from linli.places.verification import verify
from tests.places.factories import GRID, make_place

pytestmark = pytest.mark.django_db

DISTRICT, SUBDISTRICT, COMMUNITY = "430211", "430211001", "430211001001"
DAY = date(2026, 3, 2)


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> Rule[int]:
    monkeypatch.setattr(rules.declared, "_items", dict(rules.declared))
    return rules.declare(
        "test.minutes",
        kind=rules.Minutes,
        default=30,
        unit="分钟",
        source="惯例",
        title="试验",
        meaning="试验用。",
        per_subject=True,
    )


def put(rule: Rule[Any], code: str, value: str, *, on: date = DAY, subject: str = "") -> RuleOverride:
    place = make_place(code)
    return set_rule(rule, place, value=value, valid_from=on, source="区政发〔2026〕1号", subject=subject, actor=SYSTEM)


def test_the_default_holds_where_nothing_else_is_said(rule: Rule[int]) -> None:
    assert rule.at(GRID) == 30
    put(rule, "430212", "99")
    assert rule.at(GRID, on=DAY) == 30
    assert rules.WORK_HOURS.at(GRID) == worktime.WorkHours.parse("09:00-12:00 13:30-17:30")
    assert rules.GRID_HOUSEHOLDS.at(GRID) == (200, 300)


def test_the_nearest_place_wins_then_the_subject_then_the_newest(rule: Rule[int]) -> None:
    put(rule, DISTRICT, "10")
    assert rule.at(GRID, on=DAY) == 10
    put(rule, DISTRICT, "11", subject="lamp")
    assert rule.at(GRID, on=DAY, subject="lamp") == 11
    assert rule.at(GRID, on=DAY, subject="noise") == 10
    put(rule, SUBDISTRICT, "20")
    assert rule.at(GRID, on=DAY, subject="lamp") == 20, "a nearer place goes before the subject"
    put(rule, SUBDISTRICT, "21", subject="lamp", on=date(2026, 3, 10))
    assert rule.at(GRID, on=date(2026, 3, 9), subject="lamp") == 20
    assert rule.at(GRID, on=date(2026, 3, 10), subject="lamp") == 21
    put(rule, SUBDISTRICT, "22", on=date(2026, 3, 20))
    assert rule.at(GRID, on=date(2026, 3, 21), subject="lamp") == 21, "the subject goes before the newer"
    assert rule.at(GRID, on=date(2026, 3, 21)) == 22


def test_a_change_comes_into_force_on_its_day(rule: Rule[int]) -> None:
    put(rule, DISTRICT, "10", on=DAY)
    assert rule.at(GRID, on=date(2026, 3, 1)) == 30
    with time_machine.travel("2026-03-01T23:59:59+08:00"):
        assert rule.at(GRID) == 30
    with time_machine.travel("2026-03-02T00:00:01+08:00"):
        assert rule.at(GRID) == 10


def test_a_nearer_rule_that_is_not_yet_in_force_leaves_the_farther(rule: Rule[int]) -> None:
    put(rule, DISTRICT, "10")
    put(rule, COMMUNITY, "20", on=date(2027, 1, 1))
    assert rule.at(GRID, on=DAY) == 10


CODES = st.sampled_from([DISTRICT, SUBDISTRICT, COMMUNITY, GRID, "430212", "43"])
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
OVERRIDES = st.dictionaries(st.tuples(CODES, st.sampled_from(["", "lamp"]), DAYS), st.integers(0, 99999), max_size=12)


@given(OVERRIDES, DAYS, st.sampled_from(["", "lamp"]))
def test_precedence_as_the_sentence_says_it(
    overrides: dict[tuple[str, str, date], int], day: date, subject: str
) -> None:
    """The same answer as sorting all that applies by (nearness, subject, day)."""
    rule: Rule[int] = Rule("t", rules.Minutes, -1, "", "", "", "", is_per_subject=True)
    held: dict[tuple[str, str], list[tuple[date, int]]] = {}
    for (code, about, start), value in sorted(overrides.items(), key=lambda item: item[0][2], reverse=True):
        held.setdefault((code, about), []).append((start, value))
    applying = [
        (len(code), about == subject, start, value)
        for (code, about, start), value in overrides.items()
        if GRID.startswith(code) and about in (subject, "") and start <= day
    ]
    expected = max(applying)[3] if applying else -1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules.overrides, "get", lambda: {"t": held})
        assert rule.at(GRID, on=day, subject=subject) == expected


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kinds.Minutes, "half an hour"),
        (kinds.Minutes, "-5"),
        (kinds.Minutes, "2.5"),
        (kinds.Minutes, "9" * 10),
        (kinds.Minutes, "３０"),
        (kinds.Count, ""),
        (kinds.Days, "七"),
        (kinds.Boolean, "maybe"),
        (kinds.Span, "300-200"),
        (kinds.Span, "200"),
        (kinds.Span, "a-b"),
        (kinds.WorkHours, "9 to 5"),
        (kinds.WorkHours, "22:00-06:00"),
    ],
)
def test_a_wrong_value_is_refused_by_the_field(rule: Rule[int], kind: Any, text: str) -> None:
    wrong = Rule("test.minutes", kind, 0, "", "", "", "", is_per_subject=False)
    with pytest.raises(Invalid) as refused:
        put(wrong, DISTRICT, text)
    assert list(refused.value.errors) == ["value"]
    assert not RuleOverride.objects.exists()


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**9 - 1), st.booleans())
def test_what_is_shown_can_be_typed_again(one: int, other: int, answer: bool) -> None:
    span = (min(one, other), max(one, other))
    assert kinds.Minutes.parse(kinds.Minutes.show(one)) == one
    assert kinds.Span.parse(kinds.Span.show(span)) == span
    assert kinds.Boolean.parse(kinds.Boolean.show(answer)) is answer
    hours = rules.WORK_HOURS.default
    assert kinds.WorkHours.parse(kinds.WorkHours.show(hours)) == hours


def test_a_subject_only_where_the_rule_knows_such_and_never_without_source(rule: Rule[int]) -> None:
    with pytest.raises(Invalid) as refused:
        put(rules.GRID_HOUSEHOLDS, DISTRICT, "300-500", subject="lamp")
    assert list(refused.value.errors) == ["subject"]
    with pytest.raises(Invalid) as refused:
        set_rule(rule, make_place(DISTRICT), value="1", valid_from=DAY, source=" ", actor=SYSTEM)
    assert list(refused.value.errors) == ["source"]


def test_setting_it_again_for_the_same_day_replaces_and_both_are_on_the_trail(rule: Rule[int]) -> None:
    put(rule, DISTRICT, "10")
    override = put(rule, DISTRICT, " 12 ")
    assert rule.at(GRID, on=DAY) == 12
    assert RuleOverride.objects.get() == override
    first, second = Entry.objects.filter(action="rule.set").order_by("id")
    assert json.loads(first.detail)["before"] == ""
    assert json.loads(second.detail) | {"source": ""} == {
        "rule": "test.minutes",
        "place": DISTRICT,
        "subject": "",
        "value": "12",
        "before": "10",
        "valid_from": "2026-03-02",
        "source": "",
    }


def test_an_override_withdrawn_is_gone_and_on_the_trail(rule: Rule[int]) -> None:
    withdraw_rule(put(rule, DISTRICT, "10"), actor=SYSTEM)
    assert rule.at(GRID, on=DAY) == 30
    assert json.loads(Entry.objects.get(action="rule.withdraw").detail)["before"] == "10"


def test_reading_a_rule_costs_no_query_once_it_is_in_memory(rule: Rule[int], django_assert_num_queries: Any) -> None:
    put(rule, DISTRICT, "10")
    rule.at(GRID, on=DAY)
    with django_assert_num_queries(0):
        assert [rule.at(GRID, on=DAY) for _time in range(100)] == [10] * 100


def test_a_value_that_cannot_be_read_any_more_is_passed_over_and_found_by_verify(rule: Rule[int]) -> None:
    override = put(rule, DISTRICT, "10")
    RuleOverride.objects.filter(pk=override.pk).update(value="soon")
    rules.overrides.touch()
    assert rule.at(GRID, on=DAY) == 30
    assert any("'soon'" in fault for fault in verify())
    RuleOverride.objects.filter(pk=override.pk).update(rule="gone.rule")
    assert any("no such rule" in fault for fault in verify())
    assert Place.objects.get(code=DISTRICT).code == override.place.code


def test_a_rule_is_declared_once(rule: Rule[int]) -> None:
    with pytest.raises(ValueError, match="registered already"):
        rules.declare("test.minutes", kind=rules.Minutes, default=1, source="", title="", meaning="")


def test_every_declared_rule_tells_of_itself_in_both_languages() -> None:
    for name, each in rules.declared:
        assert each.name == name
        assert each.kind.parse(each.default_text) == each.default
        for language in ("zh-hans", "en"):
            with translation.override(language):
                assert all(str(text) for text in (each.title, each.meaning, each.source)), name


def test_the_administrator_is_the_one_that_people_know() -> None:
    assert Role.SYSTEM_ADMIN == SYSTEM_ADMIN
    assert Role.COMMUNITY_WORKER == COMMUNITY_WORKER


def test_the_list_in_the_docs_is_fresh() -> None:
    """Made anew by ``./linli manage rules > docs/rules.md``."""
    listed = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    assert listed == rules.document()
