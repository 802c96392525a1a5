"""The table of holidays: shown by year, changed by the system administrator, missing years told."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from linli.audit.models import Entry
from linli.kernel.holidays import calendar, load_shipped
from linli.kernel.models import Holiday
from tests.people.factories import make_post, signed_in

pytestmark = pytest.mark.django_db
DAY = {"day": "2027-01-01", "is_workday": "0", "name": "元旦", "source": "国办发明电"}


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(datetime.datetime(2026, 11, 20, 4, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def client(db: None) -> Client:
    load_shipped()
    return signed_in(make_post(system_admin=True).user)


def test_this_year_is_shown_and_the_missing_next_one_told(client: Client) -> None:
    text = client.get(reverse("holidays")).content.decode()
    assert "2026年节假日" in text
    assert "10月1日" in text
    assert "2027年的节假日还没有录入" in text
    assert "还没有录入" in client.get(f"{reverse('holidays')}?year=2031").content.decode()


@pytest.mark.parametrize("year", ["", "x", "0", "99999999999", "²", "-1"])
def test_a_year_that_is_none_is_this_year(client: Client, year: str) -> None:
    assert "2026年节假日" in client.get(f"{reverse('holidays')}?year={year}").content.decode()


def test_a_day_is_set_changed_and_cleared_and_the_clock_knows(client: Client) -> None:
    day = datetime.date(2027, 1, 1)
    assert client.post(reverse("holiday_set"), DAY).headers["Location"].endswith("?year=2027")
    assert not calendar().is_workday(day)
    missing = "2027年的节假日还没有录入"
    assert missing in client.get(reverse("holidays")).content.decode()
    client.post(reverse("holiday_set"), DAY | {"day": "2027-10-01", "name": "国庆节"})
    assert missing not in client.get(reverse("holidays")).content.decode()
    client.post(reverse("holiday_set"), DAY | {"is_workday": "1"})
    assert calendar().is_workday(day)
    client.post(reverse("holiday_clear", args=["2027-01-01"]))
    assert not Holiday.objects.filter(date=day).exists()
    client.post(reverse("holiday_clear", args=["2027-01-01"]))
    entries = Entry.objects.order_by("pk")
    assert [entry.action for entry in entries] == ["holiday.set", "holiday.set", "holiday.set", "holiday.clear"]
    assert entries[0].facts | {"role": ""} == {
        "role": "",
        "day": "2027-01-01",
        "is_workday": False,
        "name": "元旦",
        "source": "国办发明电",
    }


@pytest.mark.parametrize(
    "changes",
    [{"day": ""}, {"day": "1800-01-01"}, {"name": ""}, {"source": ""}, {"is_workday": "x"}, {"name": "长" * 41}],
)
def test_what_cannot_be_is_told(client: Client, changes: dict[str, str]) -> None:
    before = Holiday.objects.count()
    assert client.post(reverse("holiday_set"), DAY | changes).status_code == 422
    assert Holiday.objects.count() == before


def test_clearing_a_day_that_is_none_is_a_400(client: Client) -> None:
    assert client.post(reverse("holiday_clear", args=["yesterday"])).status_code == 400


@pytest.mark.parametrize("trait", ["security_admin", "auditor", "dispatcher"])
def test_nobody_else_comes_in(trait: str) -> None:
    client = signed_in(make_post(**{trait: True}).user)
    assert client.get(reverse("holidays")).status_code == 404
    assert client.post(reverse("holiday_set"), DAY).status_code == 404
    assert client.post(reverse("holiday_clear", args=["2026-10-01"])).status_code == 404
    assert Entry.objects.count() == 0
