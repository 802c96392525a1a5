import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.moments import read_moment
from linli.kernel.worktime import ZONE

END = datetime.time(23, 59, 59)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-25 8:30", "2026-11-25 08:30:00"),
        ("2026-11-25 08:30:15", "2026-11-25 08:30:15"),
        ("2026-11-25T08:30:15.250", "2026-11-25 08:30:15"),
        ("2026/11/5", "2026-11-05 00:00:00"),
        ("2026.1.5 18:05", "2026-01-05 18:05:00"),
        ("2026年11月25日", "2026-11-25 00:00:00"),
        ("2026年11月25日 8时30分", "2026-11-25 08:30:00"),
        ("2026年11月25日8时30分10秒", "2026-11-25 08:30:10"),
        ("２０２６年１１月２５日　８：３０", "2026-11-25 08:30:00"),
        ("2026年11月25日(星期三)8点半", "2026-11-25 08:30:00"),
        ("2026/11/25 周三 下午 3:05", "2026-11-25 15:05:00"),
        ("2026/11/25 上午 12:30:00", "2026-11-25 00:30:00"),
        ("2026/11/25 下午12:30", "2026-11-25 12:30:00"),
        ("2026年11月25日 9时", "2026-11-25 09:00:00"),
        ("2026-11-25 24:00", "2026-11-26 00:00:00"),
        ("20261125", "2026-11-25 00:00:00"),
        ("202611250830", "2026-11-25 08:30:00"),
        ("20261125083015", "2026-11-25 08:30:15"),
        ("46351", "2026-11-25 00:00:00"),
        ("46351.354166666664", "2026-11-25 08:30:00"),
    ],
)
def test_moments_as_people_write_them(text: str, expected: str) -> None:
    moment = read_moment(text)
    assert f"{moment:%Y-%m-%d %H:%M:%S}" == expected
    assert moment.tzinfo is ZONE


def test_a_moment_with_its_offset_is_that_moment() -> None:
    assert read_moment("2026-11-25T00:30:00Z") == datetime.datetime(2026, 11, 25, 8, 30, tzinfo=ZONE)


@pytest.mark.parametrize("text", ["2026年11月25日", "46351", "20261125"])
def test_a_day_alone_may_mean_its_end(text: str) -> None:
    assert read_moment(text, at=END) == datetime.datetime(2026, 11, 25, 23, 59, 59, tzinfo=ZONE)


@pytest.mark.parametrize(
    "text",
    [
        *("", "明天", "25", "2026", "2026-11", "2026-13-01", "2026-02-30", "2026-11-25 25:00", "2026-11-25 8:61"),
        *("2026-11-25 8", "0026-11-25", "9999-12-31 24:00", "99999999999999", "11/25/2026", "2026-11-25 24:01"),
    ],
)
def test_what_is_none_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="请写成 2026-11-25"):
        read_moment(text)


@given(st.text() | st.from_regex(r"\A[0-9]{4}[-/年][0-9]{1,2}[-/月][0-9]{1,2}[日 ]?[0-9:时分]{0,8}\Z"))
def test_nothing_else_is_ever_raised(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert read_moment(text).tzinfo
