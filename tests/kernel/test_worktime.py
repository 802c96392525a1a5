import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.holidays import shipped
from linli.kernel.worktime import ZONE, Calendar, WorkHours, deadline, worked_minutes

OFFICE = WorkHours.parse("09:00-12:00 13:30-17:30")
CALENDAR = Calendar({day.date: day.is_workday for day in shipped()})
A_DAY = 7 * 60

starts = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31, 23, 59), timezones=st.just(ZONE))
minutes = st.integers(0, 60 * 24 * 40)


@st.composite
def hours(draw: st.DrawFn) -> WorkHours:
    edges = sorted(draw(st.sets(st.integers(0, 24 * 60), min_size=2, max_size=8)))
    spans = [(edges[i], edges[i + 1]) for i in range(0, len(edges) - 1, 2)]
    return WorkHours(tuple(spans))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def due(start: str, wanted: int) -> datetime:
    return deadline(at(start), wanted, hours=OFFICE, calendar=CALENDAR).at


def minute_by_minute(start: datetime, wanted: int, office: WorkHours, calendar: Calendar) -> datetime:
    """The same by walking: slow, and too simple to be wrong."""
    now = start
    while wanted:
        minute = now.hour * 60 + now.minute
        if calendar.is_workday(now.date()) and any(a <= minute < b for a, b in office.spans):
            wanted -= 1
        now += timedelta(minutes=1)
    return now


@pytest.mark.parametrize(
    ("start", "wanted", "end"),
    [
        ("2026-11-20 10:00", 60, "2026-11-20 11:00"),
        ("2026-11-20 11:30", 60, "2026-11-20 14:00"),  # over lunch
        ("2026-11-20 11:00", 60, "2026-11-20 12:00"),  # up to lunch, not after it
        ("2026-11-20 02:00", 60, "2026-11-20 10:00"),  # in the night
        ("2026-11-20 21:10", 60, "2026-11-23 10:00"),  # Friday night, an ordinary weekend
        ("2026-05-08 21:10", A_DAY, "2026-05-09 17:30"),  # Friday night before a made-up Saturday
        ("2026-05-08 21:10", A_DAY + 1, "2026-05-11 09:01"),
        ("2026-09-30 17:00", 60, "2026-10-08 09:30"),  # over National Day
        ("2026-10-03 10:00", 60, "2026-10-08 10:00"),  # from within a holiday
        ("2026-11-20 10:00:30", 60, "2026-11-20 11:00:30"),
        ("2026-11-20 10:00", 0, "2026-11-20 10:00"),
        ("2026-11-20 12:00", 0, "2026-11-20 12:00"),
        ("2026-11-20 12:30", 0, "2026-11-20 13:30"),
        ("2026-11-20 23:00", 0, "2026-11-23 09:00"),
    ],
)
def test_deadline(start: str, wanted: int, end: str) -> None:
    assert due(start, wanted) == at(end)


def test_a_made_up_saturday_is_what_makes_the_difference() -> None:
    without = Calendar({})
    assert deadline(at("2026-05-08 21:10"), 60, hours=OFFICE, calendar=without).at == at("2026-05-11 10:00")
    assert due("2026-05-08 21:10", 60) == at("2026-05-09 10:00")


def test_any_time_zone_is_taken_and_shanghai_given() -> None:
    found = deadline(datetime(2026, 11, 20, 2, 0, tzinfo=UTC), 60, hours=OFFICE, calendar=CALENDAR)
    assert found.at == at("2026-11-20 11:00")
    assert found.at.tzinfo is ZONE


def test_round_the_clock_is_plain_minutes_and_always_certain() -> None:
    found = deadline(at("2026-12-31 23:00"), 120, hours=None, calendar=CALENDAR)
    assert found.at == at("2027-01-01 01:00")
    assert found.is_certain
    assert worked_minutes(at("2026-12-31 23:00"), found.at, hours=None, calendar=CALENDAR) == 120


@pytest.mark.parametrize(
    ("start", "wanted", "is_certain"),
    [
        ("2026-12-30 10:00", 60, True),
        ("2026-12-31 17:00", 30, True),
        ("2026-12-31 17:00", 31, False),
        ("2027-03-01 10:00", 60, False),
        ("2026-11-20 10:00", A_DAY * 800, False),
        ("2023-12-29 17:00", 60, False),
    ],
)
def test_a_deadline_that_rests_on_an_unknown_year_says_so(start: str, wanted: int, is_certain: bool) -> None:
    assert deadline(at(start), wanted, hours=OFFICE, calendar=CALENDAR).is_certain is is_certain


def test_one_day_entered_by_hand_does_not_make_its_year_known() -> None:
    assert not Calendar({date(2027, 1, 1): False}).known_years
    assert Calendar({date(2027, 10, 1): False}).known_years == {2027}


def test_in_an_unknown_year_the_weekday_decides() -> None:
    assert due("2028-01-07 17:00", 60) == at("2028-01-10 09:30")


@given(starts, minutes, st.integers(0, 10_000), hours())
def test_later_or_longer_never_ends_earlier(start: datetime, wanted: int, more: int, office: WorkHours) -> None:
    first = deadline(start, wanted, hours=office, calendar=CALENDAR).at
    assert first >= start
    assert deadline(start, wanted + more, hours=office, calendar=CALENDAR).at >= first
    assert deadline(start + timedelta(minutes=more), wanted, hours=office, calendar=CALENDAR).at >= first


@given(starts, minutes, hours())
def test_a_deadline_is_in_working_hours_and_holds_the_minutes(start: datetime, wanted: int, office: WorkHours) -> None:
    end = deadline(start, wanted, hours=office, calendar=CALENDAR).at
    midnight = end.replace(hour=0, minute=0, second=0, microsecond=0)
    assert CALENDAR.is_workday(end.date()) or (end == midnight and CALENDAR.is_workday(end.date() - timedelta(days=1)))
    into_day = (end - midnight) / timedelta(minutes=1)
    assert end == midnight or any(opens <= into_day <= closes for opens, closes in office.spans)
    assert worked_minutes(start, end, hours=office, calendar=CALENDAR) == wanted


@given(starts.map(lambda moment: moment.replace(second=0, microsecond=0)), st.integers(1, 2_000), hours())
def test_it_agrees_with_walking_minute_by_minute(start: datetime, wanted: int, office: WorkHours) -> None:
    if office.total < 60 * 60_000_000:
        wanted %= 60
    if wanted:
        expected = minute_by_minute(start, wanted, office, CALENDAR)
        assert deadline(start, wanted, hours=office, calendar=CALENDAR).at == expected


@given(starts, st.integers(0, 400_000), st.integers(0, 400_000), hours())
def test_worked_minutes_add_up(start: datetime, first: int, second: int, office: WorkHours) -> None:
    start = start.replace(second=0, microsecond=0)
    middle, end = start + timedelta(minutes=first), start + timedelta(minutes=first + second)
    parts = [(start, middle), (middle, end)]
    whole = worked_minutes(start, end, hours=office, calendar=CALENDAR)
    assert whole == sum(worked_minutes(a, b, hours=office, calendar=CALENDAR) for a, b in parts)


def test_worked_minutes_over_new_year_and_backwards() -> None:
    start, end = at("2025-12-31 16:30"), at("2026-01-04 10:00")  # 1 to 3 January off, Sunday the 4th made up
    assert worked_minutes(start, end, hours=OFFICE, calendar=CALENDAR) == 120
    assert worked_minutes(end, start, hours=OFFICE, calendar=CALENDAR) == 0


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("9:00-12:00", "09:00-12:00"),
        ("13:30-17:30 09:00-12:00", "09:00-12:00 13:30-17:30"),
        ("09：00－12：00，13：30至17：30", "09:00-12:00 13:30-17:30"),
        ("09:00-12:00 12:00-18:00", "09:00-12:00 12:00-18:00"),
        ("00:00-24:00", "00:00-24:00"),
    ],
)
def test_hours_are_read_and_written(text: str, canonical: str) -> None:
    assert str(WorkHours.parse(text)) == canonical
    assert WorkHours.parse(canonical) == WorkHours.parse(text)


@given(hours())
def test_hours_written_are_read_the_same(office: WorkHours) -> None:
    assert WorkHours.parse(str(office)) == office


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "请填写"),
        ("09:00-12:00 11:00-13:00", "重叠"),
        ("22:00-06:00", "午夜"),
        ("09:00-09:00", "晚于"),
        ("09:00-24:01", "24:00"),
        ("09:60-12:00", "看不懂"),
        ("nine to five", "看不懂"),
        ("09:00", "看不懂"),
    ],
)
def test_hours_that_cannot_be_are_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        WorkHours.parse(text)


def test_a_moment_without_time_zone_or_a_deadline_in_the_past_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        deadline(datetime(2026, 11, 20, 10), 1, hours=OFFICE, calendar=CALENDAR)
    with pytest.raises(ValueError, match="past"):
        deadline(at("2026-11-20 10:00"), -1, hours=OFFICE, calendar=CALENDAR)


def test_a_deadline_costs_less_than_fifty_microseconds() -> None:
    def cost(wanted: int) -> float:
        begun = time.process_time()
        for _ in range(200):
            deadline(at("2026-11-20 10:00"), wanted, hours=OFFICE, calendar=CALENDAR)
        return (time.process_time() - begun) / 200

    cost(A_DAY * 100)  # counts the years' days once
    assert min(cost(60) for _ in range(5)) < 50e-6
    assert min(cost(A_DAY * 100) for _ in range(5)) < 50e-6
