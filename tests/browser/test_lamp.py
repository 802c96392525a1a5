"""Story 1: a dark lamp, from two phones in the street to four stars and the district's figures."""

import datetime
import json
import re
import urllib.request

import pytest
import shapely
from playwright.sync_api import expect

from linli.demo.cast import COMMUNITY, DISTRICT, GRID
from linli.demo.pictures import jpeg
from tests.browser.people import Device, Doors, Somebody, first_row

pytestmark = pytest.mark.browser

PHONE = "13800138000"
STAFF = ("周芳", "何伟", "陈静", "钱涛", "邓伟", "王敏", "刘建国")
FORTY_METRES = 0.00036
"""Degrees of latitude."""
Point = tuple[float, float]
FIXED = ["已派单：电力公司", "开始处理", "处理完毕", "核查通过"]
STEPS = [
    *("上报", "已受理", "已派单：区城管局", "退回重新派单：区城管局"),
    *("吹哨：区城管局、电力公司", "已应哨：区城管局", "逾期，已升级提醒", "由领导领办"),
    *(*FIXED, "不再需要到场：区城管局", "不再需要到场：电力公司", "已结案", "上报人要求重办"),
    *(*FIXED, "已结案"),
]


def points_in_grid(doors: Doors) -> tuple[Point, Point]:
    """Two points of the grid in which the story plays, 40 m apart, from the map that everybody sees."""
    address = f"{doors.site.address}/places/{COMMUNITY}/children.geojson"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=10) as answer:
        features = json.load(answer)["features"]
    mine = next(one for one in features if one["properties"]["code"] == GRID)
    shape = shapely.from_geojson(json.dumps(mine["geometry"]))
    both = shape.intersection(shapely.affinity.translate(shape, 0, -FORTY_METRES)).point_on_surface()
    lat, lon = round(both.y, 6), round(both.x, 6)
    return (lat, lon), (round(lat + FORTY_METRES, 6), lon)


def report(doors: Doors, device: Device, text: str, at: Point) -> tuple[Somebody, str]:
    """Somebody reports the lamp where they stand; their browser and the number they get."""
    li = doors.resident(device, at=at)
    li.open(f"/c/{COMMUNITY}/").look().sees("滨江社区")
    li.page.locator(".act.is-primary").click()
    expect(li.page).to_have_url(re.compile("/report/"))
    li.look()
    li.press("上报").sees("请写一写发生了什么", "请选择问题类别").look()
    li.page.get_by_label("发生了什么").fill(text)
    li.page.get_by_label("是哪一类问题").select_option("lamp")
    li.add_photo(jpeg("lamp", is_fixed=False, street=1))
    li.press("我就在这里").sees("已标出位置")
    li.page.get_by_label("手机号").fill(PHONE)
    li.look().press("上报")
    li.sees("已收到").look()
    number = li.page.locator(".secret").first.inner_text().strip()
    assert re.fullmatch(r"EV-\d{4}-\d{6}", number)
    li.press("现在就看进度")
    expect(li.page).to_have_url(re.compile(f"/track/{number}/"))
    li.sees(text, "已上报").look()
    assert li.steps() == ["上报"]
    return li, number


def act(doors: Doors, username: str, device: Device, number: str, move: str) -> Somebody:
    """Open the record as one of the cast and press a move."""
    person = doors.staff(username, device).open(f"/events/{number}/")
    person.misses(PHONE, PHONE[-4:]).look()
    if (
        not person.page.get_by_role("button", name=move, exact=True)
        .or_(person.page.get_by_role("link", name=move, exact=True))
        .first.is_visible()
    ):
        person.page.locator("summary", has_text="更多").click()
    person.press(move)
    return person


def dispatch(doors: Doors, username: str, device: Device, number: str, unit: str) -> None:
    person = act(doors, username, device, number, "派单")
    person.page.get_by_label("派给").select_option(label=unit)
    person.press("派单").sees(unit)


def fix(doors: Doors, device: Device, number: str, words: str, street: int) -> None:
    """邓伟 of the power company takes it and finishes it with a picture; 周芳 looks at it, 何伟 closes it."""
    deng = act(doors, "dengwei", device, number, "接单").sees("处理中")
    deng.press("办结").look()
    deng.press("办结").sees("请附上照片").look()
    deng.add_photo(jpeg("lamp", is_fixed=True, street=street))
    deng.page.locator("textarea[name=note]").fill(words)
    deng.press("办结").sees("待核查", "处理后的照片")
    act(doors, "zhoufang", device, number, "核查通过").sees("待结案")
    act(doors, "hewei", device, number, "结案").sees("已结案")


def parts(person: Somebody) -> dict[str, str]:
    """The numbers of the units' parts that the record shows, by unit."""
    rows = person.page.locator(".part")
    pairs = rows.evaluate_all("rows => rows.map(row => [row.querySelector('strong').innerText, row.id])")
    return dict(pairs)


def test_the_lamp(doors: Doors, device: Device) -> None:
    text = f"路灯不亮，{device.width} 步之内全黑"
    here, there = points_in_grid(doors)
    other, twin = report(doors, device, f"{text}。", there)
    li, number = report(doors, device, text, here)

    fang = doors.staff("zhoufang", device).open("/morning/").look().sees(text)
    first_row(fang, f"{text}。").click()
    fang.sees(twin, "可能是同一件事", "相距 40 米").look()
    mine = fang.page.locator(".row", has_text=number).get_by_role("link", name="并入这一件")
    mine.click()
    expect(fang.page.get_by_label("并入哪一件")).to_have_value(number)
    fang.look().press("并入…").sees("已并入", f"与 {number} 是同一件事").look()
    other.open(f"/track/{twin}/").look().sees("并入").misses(*STAFF)
    fang.open(f"/events/{number}/").sees("待受理", "并入这一件的", twin).look()
    fang.press("受理").sees("已受理", "何伟（代陈静）").look()

    wei = act(doors, "hewei", device, number, "派单")
    wei.look()
    expect(wei.page.get_by_label("派给").locator("option:checked")).to_have_text("区城管局")
    wei.press("派单").sees("已派单", "区城管局")

    tao = act(doors, "qiantao", device, number, "退回")
    tao.look().press("退回").sees("请写明理由").look()
    tao.page.locator("textarea[name=note]").fill("这是小区里的灯，不归城管局。")
    tao.press("退回")
    expect(tao.page.locator(".messages")).to_contain_text("退回")

    min_ = act(doors, "wangmin", device, number, "吹哨")
    min_.look().press("吹哨").sees("请至少选一个单位").look()
    for unit in ("区城管局", "电力公司"):
        min_.page.get_by_label(unit, exact=True).check()
    min_.page.locator("textarea[name=note]").fill("两家一起到现场，认一认灯杆是谁的。")
    min_.press("吹哨").sees("待应哨").look()
    asked = parts(min_)
    assert set(asked) == {"区城管局", "电力公司"}
    tao = act(doors, "qiantao", device, number, "应哨").sees("已应哨").look()

    doors.site.let_time_pass(asked["电力公司"])
    min_.open("/morning/").sees("逾期").look()
    assert min_.page.locator(f'a[href*="{asked["电力公司"]}"], a[href*="{number}"]').count(), "it came up to her"
    min_ = act(doors, "wangmin", device, number, "请领导领办")
    min_.page.get_by_label("领办人").select_option(label="刘建国")
    min_.look().press("请领导领办").sees("刘建国").look()
    doors.staff("liujianguo", device).open(f"/events/{number}/").sees("领办人", "刘建国").look()
    dispatch(doors, "wangmin", device, number, "电力公司")
    fix(doors, device, number, "已更换灯具，试亮正常。", 1)

    li.open(f"/track/{number}/").look().sees("已更换灯具，试亮正常。").misses(*STAFF)
    li.press("没有解决，要求重办").look()
    li.page.locator("textarea[name=note]").fill("晚上去看，还是不亮。")
    li.press("没有解决，要求重办")
    expect(li.page).to_have_url(re.compile(f"/track/{number}/$"))
    dispatch(doors, "hewei", device, number, "电力公司")
    fix(doors, device, number, "镇流器也换了，夜里看过。", 2)
    wei = doors.staff("hewei", device).open(f"/events/{number}/").sees("代陈静").look()
    assert wei.steps() == STEPS

    li.open(f"/track/{number}/").press("评价").look()
    li.page.get_by_label("满意", exact=True).check()
    li.press("评价").sees("您的评价").look()
    assert li.steps() == [*STEPS, "上报人评价"]
    li.misses(*STAFF, PHONE)
    doors.staff("wangmin", device).open(f"/events/{number}/").sees("★").misses(PHONE).look()
    tell_the_district(doors, device, number)


def tell_the_district(doors: Doors, device: Device, number: str) -> None:
    """杨局 finds it behind each figure: how high it had to go, that it was done again, who did not answer."""
    doors.site.let_time_pass()
    today = datetime.date.today()
    later = (today.replace(day=28) + datetime.timedelta(days=35)).strftime("%Y-%m")
    months = f"place={DISTRICT}&from={today:%Y-%m}&to={later}"
    yang = doors.staff("yangju", device)
    for measure in ("at_district", "reopened", "satisfied"):
        yang.open(f"/figures/records/?{months}&category=lamp&measure={measure}").sees(number).look()
    yang.open(f"/figures/whistles/?{months}").look()
    row = yang.page.locator("tr", has_text="电力公司")
    row.locator("a.is-late-text").click()
    yang.sees(number).look()
