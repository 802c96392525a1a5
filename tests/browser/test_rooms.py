"""The rooms beside the events: disputes, hotline orders, files in and out. Each page can be read by everybody."""

import pytest

from linli.demo.cast import COMMUNITY
from tests.browser.people import Device, Doors

pytestmark = pytest.mark.browser

PAGES = (
    ("chenjing", "/disputes/", "登记纠纷"),
    ("chenjing", "/disputes/new/", "登记纠纷"),
    ("wangmin", "/disputes/figures/", "调解成功率"),
    ("wangmin", "/disputes/searches/", "排查"),
    ("", f"/c/{COMMUNITY}/legal/", "法律"),
    ("wangmin", "/hotline/", "平台期限"),
    ("wangmin", "/hotline/files/", "导入工单"),
    ("wangmin", "/hotline/replies/", "回传"),
    ("luolin", "/events/history/", "导出"),
    ("luolin", "/setup/imports/", "原系统"),
    ("", "/week/", "近七天"),
)


@pytest.mark.parametrize(("username", "path", "text"), PAGES, ids=[path for _name, path, _text in PAGES])
def test_each_page_can_be_read(doors: Doors, device: Device, username: str, path: str, text: str) -> None:
    person = doors.staff(username, device) if username else doors.resident(device)
    person.open(path).sees(text).look()


@pytest.mark.parametrize("path", ["/disputes/", "/hotline/"])
def test_each_list_leads_to_its_record(doors: Doors, device: Device, path: str) -> None:
    person = doors.staff("wangmin", device).open(path)
    person.page.locator("[data-row] a").first.click()
    person.sees("时间线").look()


def test_parties_stay_masked_until_somebody_says_why(doors: Doors, device: Device) -> None:
    person = doors.staff("chenjing", device).open("/disputes/")
    person.page.locator("[data-row] a").first.click()
    person.sees("**", "当事人", "保密").look()
    person.press("看完整信息").look()
    person.press("看完整信息").sees("请写明为什么要看").look()
    person.page.locator("textarea").first.fill("约双方到社区来谈")
    person.press("看完整信息").misses("****").look()
