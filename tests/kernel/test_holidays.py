from datetime import date, timedelta

import chinese_calendar
import pytest

from linli.kernel import holidays
from linli.kernel.models import Holiday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    holidays.load_shipped()


def test_the_shipped_years_agree_with_chinesecalendar_day_by_day() -> None:
    day, calendar = date(2024, 1, 1), holidays.calendar()
    while day.year < 2027:
        assert calendar.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_every_shipped_day_names_its_notice() -> None:
    assert {(day.date.year, day.source) for day in holidays.shipped()} == {
        (2024, "国办发明电〔2023〕7号"),
        (2025, "国办发明电〔2024〕12号"),
        (2026, "国办发明电〔2025〕7号"),
    }


def test_a_day_can_be_set_changed_and_cleared() -> None:
    day = date(2027, 1, 1)
    assert holidays.calendar().is_workday(day)
    holidays.set_day(day, is_workday=False, name="元旦", source="通知")
    assert not holidays.calendar().is_workday(day)
    holidays.set_day(day, is_workday=True, name="值班", source="区政府")
    assert holidays.calendar().is_workday(day)
    assert Holiday.objects.get(date=day).name == "值班"
    assert holidays.clear_day(day)
    assert not holidays.clear_day(day)
    assert not Holiday.objects.filter(date=day).exists()


def test_loading_again_keeps_what_the_office_changed() -> None:
    holidays.set_day(date(2026, 10, 1), is_workday=True, name="值班", source="区政府")
    holidays.clear_day(date(2026, 10, 2))
    holidays.load_shipped()
    assert holidays.calendar().is_workday(date(2026, 10, 1))
    assert not holidays.calendar().is_workday(date(2026, 10, 2))


def test_unknown_years_are_told() -> None:
    assert holidays.unknown_years(date(2026, 11, 20), date(2026, 12, 31)) == []
    assert holidays.unknown_years(date(2026, 11, 20), date(2028, 1, 1)) == [2027, 2028]
