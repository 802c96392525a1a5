"""Story 1's main way: a dark lamp, from a phone in the street to four stars."""

import json
import re
import urllib.request

import pytest
import shapely
from playwright.sync_api import expect

from linli.demo.cast import COMMUNITY, GRID
from linli.demo.pictures import jpeg
from tests.browser.people import Device, Doors, Somebody, first_row

pytestmark = pytest.mark.browser

PHONE = "13800138000"
STAFF = ("周芳", "何伟", "陈静", "钱涛", "邓伟")


def point_in_grid(doors: Doors) -> tuple[float, float]:
    """Some point of the grid in which the story plays, from the map that everybody sees."""
    address = f"{doors.site.address}/places/{COMMUNITY}/children.geojson"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=10) as answer:
        features = json.load(answer)["features"]
    mine = next(one for one in features if one["properties"]["code"] == GRID)
    point = shapely.from_geojson(json.dumps(mine["geometry"])).point_on_surface()
    return round(point.y, 6), round(point.x, 6)


def report(doors: Doors, device: Device, text: str) -> tuple[Somebody, str]:
    """李阿姨 reports the lamp where she stands; her browser and the number she gets."""
    li = doors.resident(device, at=point_in_grid(doors))
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
    person.press(move)
    return person


def test_the_lamp(doors: Doors, device: Device) -> None:
    text = f"路灯不亮，{device.width} 步之内全黑"
    li, number = report(doors, device, text)

    fang = doors.staff("zhoufang", device).open("/morning/").look().sees(text)
    first_row(fang, text).click()
    fang.sees(number, "待受理", "周芳").look()
    fang.press("受理").sees("已受理", "何伟（代陈静）").look()

    wei = act(doors, "hewei", device, number, "派单")
    wei.look()
    expect(wei.page.get_by_label("派给").locator("option:checked")).to_have_text("区城管局")
    wei.press("派单").sees("已派单", "区城管局")

    tao = act(doors, "qiantao", device, number, "退回")
    tao.look().press("退回").sees("请写明理由").look()
    tao.page.locator("textarea[name=note]").fill("灯杆归电力公司，请改派。")
    tao.press("退回")
    expect(tao.page.locator(".messages")).to_contain_text("退回")

    wei = act(doors, "hewei", device, number, "派单")
    wei.sees("派给")
    wei.page.get_by_label("派给").select_option(label="电力公司")
    wei.press("派单").sees("电力公司")

    deng = act(doors, "dengwei", device, number, "接单").sees("处理中")
    deng.press("办结").look()
    deng.press("办结").sees("请附上照片").look()
    deng.add_photo(jpeg("lamp", is_fixed=True, street=1))
    deng.page.locator("textarea[name=note]").fill("已更换灯具，试亮正常。")
    deng.press("办结").sees("待核查", "处理后的照片")

    act(doors, "zhoufang", device, number, "核查通过").sees("待结案")
    act(doors, "hewei", device, number, "结案").sees("已结案")

    li.open(f"/track/{number}/").look().sees("已更换灯具，试亮正常。").misses(*STAFF)
    li.press("没有解决，要求重办").look()
    li.page.locator("textarea[name=note]").fill("晚上去看，还是不亮。")
    li.press("没有解决，要求重办")
    expect(li.page).to_have_url(re.compile(f"/track/{number}/$"))

    act(doors, "hewei", device, number, "派单")
    wei = doors.staff("hewei", device).open(f"/events/{number}/dispatch/")
    wei.page.get_by_label("派给").select_option(label="电力公司")
    wei.press("派单")
    deng = act(doors, "dengwei", device, number, "接单")
    deng.press("办结").add_photo(jpeg("lamp", is_fixed=True, street=2))
    deng.page.locator("textarea[name=note]").fill("镇流器也换了，夜里看过。")
    deng.press("办结")
    act(doors, "zhoufang", device, number, "核查通过")
    wei = act(doors, "hewei", device, number, "结案").sees("已结案")
    assert wei.steps() == [
        "上报",
        "已受理",
        "已派单：区城管局",
        "退回重新派单：区城管局",
        "已派单：电力公司",
        "开始处理",
        "处理完毕",
        "核查通过",
        "已结案",
        "上报人要求重办",
        "已派单：电力公司",
        "开始处理",
        "处理完毕",
        "核查通过",
        "已结案",
    ]
    wei.sees("代陈静").look()

    li.open(f"/track/{number}/").press("评价").look()
    li.page.get_by_label("满意", exact=True).check()
    li.press("评价").sees("您的评价").look()
    assert li.steps()[-1] == "上报人评价"
    li.misses(*STAFF, PHONE)
    doors.staff("wangmin", device).open(f"/events/{number}/").sees("★").misses(PHONE).look()
