"""How moments, money and lengths of time are written."""

import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from linli.site import text

SHANGHAI = ZoneInfo("Asia/Shanghai")
FRIDAY = datetime.datetime(2026, 11, 20, 21, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (datetime.timedelta(0), "刚刚"),
        (datetime.timedelta(minutes=-12), "12分钟前"),
        (datetime.timedelta(minutes=40), "还有40分钟"),
        (datetime.timedelta(minutes=-59, seconds=-20), "59分钟前"),
        (datetime.timedelta(minutes=-60), "11月20日 周五 20:10"),
        (datetime.timedelta(hours=3), "11月21日 周六 00:10"),
    ],
)
def test_a_moment_is_relative_only_within_the_hour(away: datetime.timedelta, words: str) -> None:
    with time_machine.travel(FRIDAY, tick=False):
        assert f">{words}</time>" in text.when(FRIDAY + away)


def test_a_moment_says_its_year_only_when_it_is_another() -> None:
    with time_machine.travel(FRIDAY, tick=False):
        assert text.moment(datetime.datetime(2025, 12, 31, 16, 30, tzinfo=datetime.UTC)) == "1月1日 周四 00:30"
        assert text.moment(datetime.datetime(2025, 11, 20, 13, 10, tzinfo=datetime.UTC)) == "2025年11月20日 周四 21:10"


def test_the_element_carries_the_exact_moment() -> None:
    with time_machine.travel(FRIDAY, tick=False):
        element = text.when(FRIDAY - datetime.timedelta(minutes=5))
    assert 'datetime="2026-11-20T21:05:00+08:00"' in element
    assert 'title="11月20日 周五 21:05"' in element


@pytest.mark.parametrize(
    ("fen", "words"),
    [(123450, "¥1,234.50"), (0, "¥0.00"), (-5, "−¥0.05"), (6766800, "¥67,668.00"), (None, "—")],
)
def test_money(fen: int | None, words: str) -> None:
    assert text.money(fen) == words


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_money_loses_nothing(fen: int) -> None:
    assert int(text.money(fen).replace("¥", "").replace(",", "").replace(".", "").replace("−", "-")) == fen


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (0, "0分钟"),
        (45, "45分钟"),
        (60, "1小时"),
        (90, "1小时30分"),
        (24 * 60, "1天"),
        (51 * 60, "2天3小时"),
        (None, "—"),
    ],
)
def test_lengths_of_time(length: int | None, words: str) -> None:
    assert text.minutes(length) == words


def test_shares_and_counts() -> None:
    assert text.percent(Fraction(911, 972)) == "93.7%"
    assert text.percent(Fraction(911, 972), 2) == "93.72%"
    assert text.percent(None) == "—"
    assert text.number(1234567) == "1,234,567"
