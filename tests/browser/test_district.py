"""Story 8 as far as events tell it: from a line of the morning to the record behind any figure in two presses."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import Device, Doors, Somebody

pytestmark = pytest.mark.browser


def to_the_record(person: Somebody, *, link: str) -> None:
    """Press the figure, then the first record behind it."""
    person.page.locator(link).first.click()
    person.look()
    person.page.locator("[data-row] a").first.click()
    expect(person.page).to_have_url(re.compile("/events/EV-"))
    person.look()


def test_from_each_figure_to_a_record_in_two_presses(doors: Doors, device: Device) -> None:
    yang = doors.staff("yangju", device).open("/morning/").look().sees("全区：本月结案率")
    yang.page.get_by_role("link", name=re.compile("全区：本月结案率")).click()
    expect(yang.page.locator("h1")).to_have_text("天元区的数据")
    yang.look()
    street = 'tr:has(th:has-text("泰山路街道"))'
    yang.page.locator(f"{street} th a").click()
    expect(yang.page.locator("h1")).to_contain_text("泰山路街道")
    yang.look().sees("滨江社区")
    yang.page.go_back()
    to_the_record(yang, link=f'{street} td[data-label="不出网格"] a')
    yang.open("/figures/")
    to_the_record(yang, link=f'{street} td[data-label="逾期未结"] a')


def test_where_whistles_go_unanswered(doors: Doors, device: Device) -> None:
    yang = doors.staff("yangju", device).open("/figures/").press("吹哨").look()
    yang.sees("未按时应哨", "按时应哨")
    to_the_record(yang, link='td[data-label="被吹哨"] a')


def test_every_grouping_can_be_read(doors: Doors, device: Device) -> None:
    yang = doors.staff("yangju", device)
    for by in ("category", "unit", "month"):
        yang.open(f"/figures/?by={by}").look().sees("合计", "结案率")
        yang.page.get_by_text("这些数是怎么算的").click()
        yang.sees("从派单起").look()
