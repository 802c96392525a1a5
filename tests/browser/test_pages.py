"""Every page that the menu leads to can be read, on desk and phone, light and dark, in both languages."""

import re

import pytest
from playwright.sync_api import expect

from linli.demo.cast import CAST, COMMUNITY
from tests.browser.people import DESKTOP, Device, Doors, first_row

pytestmark = pytest.mark.browser

PUBLIC = (
    ("/", "天元区"),
    (f"/c/{COMMUNITY}/", "我要上报"),
    (f"/c/{COMMUNITY}/report/", "发生了什么"),
    ("/track/", "查询码"),
    ("/places/", "天元区"),
    (f"/places/{COMMUNITY}/", "虚构"),
    ("/rules/", "受理时限"),
    ("/accounts/login/", "登录"),
    ("/demo/", "演示系统，人物与事项均为虚构，界线为虚构"),
    ("/no/such/page/", "没有"),
)
MENUS = {
    "zhoufang": ("今天", "事件"),
    "wangmin": ("今天", "事件"),
    "qiantao": ("今天", "事件"),
    "system": ("规则", "单位", "事件类别", "节假日"),
    "security": ("用户", "岗位"),
    "audit": ("审计记录",),
}
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize(("path", "text"), PUBLIC, ids=[path for path, _text in PUBLIC])
def test_public_pages(doors: Doors, device: Device, path: str, text: str) -> None:
    doors.resident(device).open(path).sees(text).look()


@pytest.mark.parametrize("username", MENUS)
def test_pages_of_the_menu(doors: Doors, device: Device, username: str) -> None:
    person = doors.staff(username, device).open("/morning/")
    titles = person.page.locator(".bar-nav a").all_inner_texts()
    assert set(MENUS[username]) <= set(titles)
    for title in titles:
        person.press(title, within=".bar-nav")
        expect(person.page.locator(".bar-nav [aria-current]").first).to_have_text(title)
        person.look()


def test_everybody_of_the_cast_gets_in(doors: Doors) -> None:
    for member in CAST:
        person = doors.staff(member.username, DESKTOP).open("/morning/")
        expect(person.page.locator("h1")).to_contain_text(member.name)


@pytest.mark.parametrize(
    ("username", "path", "text"),
    [
        ("wangmin", "/events/board/?by=unit", "在社区"),
        ("wangmin", "/events/board/?by=state", "待受理"),
        ("qiantao", "/events/board/", "处理中"),
        ("wangmin", "/events/map/", "泰山路街道的未结事件"),
        ("zhoufang", "/events/map/", "第3网格的未结事件"),
    ],
)
def test_what_is_open_as_a_board_and_on_a_map(
    doors: Doors, device: Device, username: str, path: str, text: str
) -> None:
    person = doors.staff(username, device).open(path).sees(text)
    person.page.wait_for_load_state("networkidle")
    person.look()
    if "map" in path:
        expect(person.page.locator(".event-map .event-cluster, .event-map .event-point").first).to_be_visible()


def test_the_map_leads_down_to_the_record(doors: Doors, device: Device) -> None:
    person = doors.staff("wangmin", device).open("/events/map/")
    person.page.locator("a.event-cluster", has_text="滨江社区").click()
    expect(person.page.locator("h1")).to_have_text("滨江社区的未结事件")
    person.page.locator("a.event-point").first.click()
    expect(person.page).to_have_url(re.compile("/events/EV-"))


def test_several_at_once_are_previewed_and_then_done(doors: Doors, device: Device) -> None:
    person = doors.staff("wangmin", device).open("/events/?state=open")
    for number in (0, 1):
        person.page.locator(".tick").nth(number).check()
    expect(person.page.locator("[data-bulk-count]")).to_have_text("已选 2 件")
    person.press("补充说明…").sees("可以办 2 件").look()
    person.write("说明", "两件一起看过了").press("补充说明 2 件").sees("办成 2 件").look()


@pytest.mark.parametrize("theme", ["dark.plain", "light.elder"])
def test_dark_and_large(doors: Doors, device: Device, theme: str) -> None:
    for person, path in (
        (doors.resident(device), f"/c/{COMMUNITY}/"),
        (doors.resident(device), f"/c/{COMMUNITY}/report/"),
        (doors.staff("zhoufang", device), "/morning/"),
        (doors.staff("wangmin", device), "/events/"),
        (doors.staff("wangmin", device), "/events/board/"),
        (doors.staff("wangmin", device), "/events/map/"),
    ):
        person.context.add_cookies([{"name": "linli_look", "value": theme, "url": doors.site.address}])
        person.open(path).look()
        name, size = theme.split(".")
        expect(person.page.locator("html")).to_have_attribute("data-theme", name)
        expect(person.page.locator("html")).to_have_attribute("data-size", size)


def test_a_look_is_remembered(doors: Doors, device: Device) -> None:
    person = doors.resident(device).open("/")
    person.page.get_by_text("显示与语言").click()
    person.page.get_by_role("button", name="大字").click()
    person.open("/track/")
    expect(person.page.locator("html")).to_have_attribute("data-size", "elder")


def test_english_is_a_button_away(doors: Doors, device: Device) -> None:
    person = doors.resident(device).open("/track/")
    person.page.get_by_text("显示与语言").click()
    person.page.get_by_role("button", name="English").click()
    expect(person.page.locator("html")).to_have_attribute("lang", "en")
    person.look()
    person.page.locator("summary").first.click()
    person.page.get_by_role("button", name="简体中文").click()
    expect(person.page.locator("html")).to_have_attribute("lang", "zh-hans")


@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("", "/track/"),
        ("", f"/c/{COMMUNITY}/report/"),
        ("zhoufang", "/morning/"),
        ("wangmin", "/events/"),
        ("wangmin", "/events/board/"),
        ("wangmin", "/events/map/"),
        ("system", "/rules/"),
        ("security", "/people/users/"),
        ("audit", "/audit/"),
    ],
)
def test_english_speaks_english(doors: Doors, device: Device, username: str, path: str) -> None:
    person = doors.staff(username, device, language="en") if username else doors.resident(device, language="en")
    person.open(path).look()
    expect(person.page.locator("html")).to_have_attribute("lang", "en")
    # Names of places, people and categories are data and stay as they are; what Linli itself says does not.
    ours = "h1, label, thead th, main button, .chip, .bar-nav a, .foot, .pager"
    words = [text.strip() for text in person.page.locator(ours).all_inner_texts() if "简体中文" not in text]
    chinese = [text for text in words if HAN.search(re.sub("周芳|天元区|滨江社区|泰山路街道", "", text))]
    assert not chinese, f"{path} says {chinese}"


def test_search_finds_two_characters(doors: Doors, device: Device) -> None:
    person = doors.staff("wangmin", device).open("/events/")
    person.page.locator("input[name=q]").first.fill("路灯")
    person.page.locator("input[name=q]").first.press("Enter")
    expect(first_row(person, "路灯")).to_be_visible()
    person.look()


def test_keys_walk_a_list(doors: Doors) -> None:
    person = doors.staff("wangmin", DESKTOP).open("/events/")
    person.page.keyboard.press("j")
    title = person.page.locator("[data-row].is-here a").first.inner_text()
    person.page.keyboard.press("Enter")
    person.sees(title)
    expect(person.page).to_have_url(re.compile("/events/EV-"))


def test_somebody_elses_record_is_not_there(doors: Doors, device: Device) -> None:
    fang = doors.staff("zhoufang", device)
    others = doors.staff("luolin", device).open("/events/")
    numbers = others.page.locator("[data-row] a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    mine = (
        fang.open("/events/")
        .page.locator("[data-row] a")
        .evaluate_all("links => links.map(a => a.getAttribute('href'))")
    )
    strange = next(path for path in numbers if path not in mine)
    answer = fang.page.goto(doors.site.address + strange)
    assert answer is not None
    assert answer.status == 404
    fang.look()
