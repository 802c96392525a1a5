"""Story 4: a group is found, incubated, put on file, starred, registered, rated, warned, as far as it needs no money.

The demo's own reading club is on its way already; here a poetry club next door goes the whole of it. 郑老师, who acts
for it, has one device and everybody at an office the other. Time passes, and what other tests walk is done, in the
site's own process (``meanwhile.py``).
"""

import datetime
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import FilePayload, expect

from linli.demo.applications import pdf
from linli.demo.cast import COMMUNITY
from linli.demo.pictures import jpeg
from linli.organisations.registry.codes import check_character
from tests.browser.people import DESKTOP, PHONE, Device, Doors, Somebody

pytestmark = pytest.mark.browser

TODAY = datetime.date.today()
OFFICE, SPEAKER, INCUBATOR, BUREAU = "zhoumei", "zheng", "wuyue", "yangke"
FIRE = "区消防救援大队"
PDF = FilePayload(name="paper.pdf", mimeType="application/pdf", buffer=pdf(1))
POINTS = """
inputs => inputs.forEach(input => { input.value = Math.floor(input.max * 0.85 * 2) / 2 })
"""


@dataclass(frozen=True)
class Club:
    """The poetry club of one walk, and where its people stand."""

    doors: Doors
    speaker: Device
    office: Device
    name: str

    def at(self, username: str, path: str) -> Somebody:
        """One of them at a page; 郑老师 with her own device, an office with its own."""
        return self.doors.staff(username, self.speaker if username == SPEAKER else self.office).open(path)

    def meanwhile(self, name: str, *words: str) -> str:
        return self.doors.site.meanwhile(name, *words)


def number_in(person: Somebody) -> str:
    """The number of the record whose page is open."""
    return person.page.locator(".record-number").inner_text().strip()


def here(person: Somebody) -> str:
    return person.page.url.removeprefix(person.site.address).partition("#")[0]


def more(person: Somebody, words: str) -> Somebody:
    """A move that one rarely makes."""
    person.page.locator("summary", has_text="更多").click()
    return person.press(words)


def test_the_reading_club(doors: Doors, device: Device) -> None:
    """``device`` is the speaker's; the offices have the other."""
    is_phone = device == PHONE
    name = "邻里诗社" if is_phone else "邻里诗会"
    club = Club(doors, device, DESKTOP if is_phone else PHONE, name)
    page = found_and_invited(club)
    incubation = incubated(club, page)
    mentored(club, incubation)
    led(club, incubation)
    put_on_file(club, page)
    starred(club, page)
    graduates(club, incubation)
    registered(club, page)
    rated(club, page)
    put_right(club, page)


def found_and_invited(club: Club) -> str:
    """吴悦 heard of it in a survey and asks it; 郑老师 may speak for it. The address of its page."""
    yue = club.at(INCUBATOR, "/incubation/found/").look()
    yue.press("记下发现的组织").look()
    yue.press("记下发现的组织").sees("请填写名称", "请选择地点").look()
    yue.write("名称", club.name).page.get_by_label("地点").select_option(COMMUNITY)
    yue.page.get_by_label("怎样发现的").select_option(label="问卷调查")
    yue.write("做什么", "每周六上午在社区活动室读诗、写诗。").write("带头人姓名", "诸葛诗")
    yue.press("记下发现的组织").sees(club.name, "待邀请", "问卷调查").misses("诸葛诗").look()
    page = here(yue)
    yue.press("邀请参加孵化").sees("已邀请")
    mei = club.at(OFFICE, page)
    more(mei, "指定组织代表").look()
    mei.write("登录名", SPEAKER).press("指定组织代表").sees("郑老师").look()
    return page


def incubated(club: Club, page: str) -> str:
    """Incubation begins; the first evidence comes back once. Its number."""
    yue = club.at(INCUBATOR, page).press("接受邀请，开始孵化").look()
    yue.page.get_by_label("方式").select_option(label="站外指导")
    yue.page.get_by_label("吴悦").check()
    yue.press("接受邀请，开始孵化").sees("孵化中", "吴悦")
    zheng = send(club, "访谈 36 户、问卷 120 份，最想读诗。", {"访谈人数": "36", "问卷份数": "12"}).look()
    incubation = number_in(zheng)
    yue = club.at(INCUBATOR, f"/incubation/{incubation}/").sees("等待审核").look()
    yue.press("退回").look()
    yue.write("要改什么（组织会看到）", "问卷份数和正文不一样，请核对。").press("退回").sees("已退回")
    club.at(SPEAKER, "/incubation/mine/").sees("问卷份数和正文不一样").look()
    send(club, "访谈 36 户、问卷 120 份，最想读诗。", {"访谈人数": "36", "问卷份数": "120"})
    accept(club, incubation).sees("兴趣活动")
    return incubation


def send(club: Club, text: str, told: dict[str, str]) -> Somebody:
    """郑老师 sends what the next step asks."""
    zheng = club.at(SPEAKER, "/incubation/mine/")
    card = zheng.page.locator("section.card", has_text=club.name)
    card.get_by_role("link", name=re.compile("^(重新)?交材料$")).click()
    zheng.sees(club.name).look()
    for label, words in {"做了什么": text, **told}.items():
        zheng.page.get_by_label(label).first.fill(words)
    zheng.add_photo(jpeg("lamp", is_fixed=True, street=3))
    return zheng.press("交材料").sees("等待审核")


def accept(club: Club, incubation: str) -> Somebody:
    """吴悦 looks at what waits."""
    return club.at(INCUBATOR, f"/incubation/{incubation}/").press("通过").misses("等待审核")


def mentored(club: Club, incubation: str) -> None:
    """The month's visit is due, late or not as the day of the month is, and noted."""
    club.meanwhile("a_month", incubation)
    yue = club.at(INCUBATOR, "/incubation/visits/?mine=1&what=visit").sees(club.name).look()
    yue.page.locator("[data-row] a", has_text=club.name).first.click()
    part = yue.page.locator(".part", has_text="每月走访").filter(has=yue.page.get_by_role("link", name="记下"))
    part.get_by_role("link", name="记下").first.click()
    yue.look()
    yue.write("谈了什么，下一步做什么", "看了一场读诗会；下个月分小组，各出一份行动方案。")
    yue.press("记下").sees("已做", "看了一场读诗会").look()


def led(club: Club, incubation: str) -> None:
    """The steps up to it are done; a leader is found, a council elected, the name given."""
    club.meanwhile("goes_on", incubation, SPEAKER, INCUBATOR, "4")
    leaders = "带头人（每行一人：姓名 手机号；最多两人，第一位是负责人）"
    send(club, "大家推选，一人一票。", {"稳定成员数": "18", leaders: "诸葛诗 13800138000"})
    accept(club, incubation).sees("理事会").misses("13800138000", "诸葛诗")
    council = {
        "到会人数": "18",
        "赞成票数": "17",
        "当选理事（每行一人：姓名 手机号）": "诸葛诗\n上官韵\n欧阳律",
        "组织名称": club.name,
    }
    send(club, "架构三组，管理细则十条，理事会当场选出。", council)
    accept(club, incubation).sees("备案或登记")


def put_on_file(club: Club, page: str) -> None:
    """One application, six departments, one of which asks for more; the certificate, which anybody verifies."""
    zheng = club.at(SPEAKER, page).look()
    zheng.page.locator("summary", has_text="申请办事").click()
    zheng.press("社区社会组织备案").look()
    zheng.press("申请办事").sees("草稿", "还没有交").look()
    number = number_in(zheng)
    address = here(zheng)
    zheng.press("填写申请").look()
    zheng.write("申请说明", "我们九个人起头，现有十八人，申请备案。").press("填写申请").sees("十八人")
    zheng.page.get_by_role("link", name="上传 备案申请表").click()
    zheng.look()
    zheng.page.locator("input[type=file]").set_input_files(PDF)
    zheng.press("上传材料").sees("第 1 版")
    zheng.press("提交申请").sees("还缺材料").look()
    club.meanwhile("sends_papers", number, SPEAKER)
    zheng.open(address).press("提交申请").sees("待受理").look()
    mei = club.at(OFFICE, address).look()
    mei.press("受理并请部门会办").sees("部门会办", FIRE).look()
    fire = club.doors.site.let_in(club.meanwhile("handler_of", FIRE))
    asked = club.at(fire, "/morning/").look()
    asked.page.locator("[data-row] a", has_text=club.name).first.click()
    asked.sees("须其同意", "备案申请表").look()
    opinion = here(asked)
    asked.press("请申请人补充").look()
    asked.write("请申请人补充什么", "活动室的平面图，标出出口。").press("请申请人补充").sees("计时已停").look()
    zheng.open(address).sees("计时已停", "活动室的平面图").look()
    zheng.press(f"补充给{FIRE}").look()
    zheng.write("答复", "平面图已补上，两个出口都标了。")
    zheng.page.get_by_label("补交哪一份材料").select_option("活动场所证明")
    zheng.page.locator("input[type=file]").set_input_files(PDF)
    zheng.press("答复并补充").misses("计时已停")
    asked.open(opinion).sees("两个出口都标了", "第 2 版").press("同意").look()
    asked.write("意见", "两个出口，同意。").press("同意").sees("两个出口，同意。").look()
    club.meanwhile("agree", number)
    mei.open(address).sees("待决定").press("通过").look()
    mei.press("通过").sees("备案证书").look()
    zheng.open(address).sees("备案证书").look()
    with zheng.page.expect_download() as certificate:
        zheng.press("证书 PDF")
    filed = certificate.value.suggested_filename.removesuffix(".pdf")
    verified(club, filed)
    zheng.open(page).sees("已备案", filed).look()


def verified(club: Club, filed: str) -> None:
    """By somebody without a login who holds the paper."""
    anybody = club.doors.resident(club.speaker).open("/verify/").look()
    anybody.write("备案编号或验证码", "BA-2020-999999").press("验证").sees("没有这个编号").look()
    anybody.write("备案编号或验证码", filed.lower()).press("验证").sees("证书有效", club.name, filed).look()
    anybody.misses("诸葛诗")


def starred(club: Club, page: str) -> None:
    mei = club.at(OFFICE, page).press("评星").look()
    mei.press("评星").sees("一项都不符合").look()
    for words in ("经常活动", "面向居民", "有章可循"):
        mei.page.get_by_label(re.compile(words)).check()
    mei.press("评星").sees("★★★").look()
    club.doors.resident(club.office).open("/starred/").look()


def graduates(club: Club, incubation: str) -> None:
    """The last steps are done; a hub takes over."""
    club.meanwhile("goes_on", incubation, SPEAKER, INCUBATOR, "9")
    yue = club.at(INCUBATOR, f"/incubation/{incubation}/").sees("可以出壳").press("出壳，交给枢纽").look()
    yue.page.get_by_label("由哪个枢纽接手").select_option(index=1)
    yue.press("出壳，交给枢纽").sees("已出壳", "接手的枢纽").look()


def registered(club: Club, page: str) -> None:
    """Two years after it was put on file; that was two years ago by now. The authority's code is written down."""
    organisation = page.strip("/").rpartition("/")[2]
    club.meanwhile("years", organisation, "4")
    number = club.meanwhile("applies", organisation, "association", SPEAKER, OFFICE)
    mei = club.at(OFFICE, f"/applications/{number}/").look()
    mei.press("记下登记机关的决定").look()
    head = f"51430211MJ{abs(hash(organisation)) % 10**7:07}"
    mei.write("统一社会信用代码", f"{head}?").write("登记机关", "区民政局")
    mei.write("登记日期", (TODAY - datetime.timedelta(days=740)).isoformat())
    mei.press("记下登记机关的决定").sees("统一社会信用代码是 18 位").look()
    code = head + check_character(head)
    mei.write("统一社会信用代码", code).press("记下登记机关的决定").sees("登记机关已登记")
    mei.open(page).sees("已登记", code, "社会团体").look()


def rated(club: Club, page: str) -> None:
    """It asks to be rated; raters are drawn in public and score; 3A is in force after the notice."""
    zheng = club.at(SPEAKER, page).press("申请等级评估").look()
    zheng.page.get_by_label("哪一轮评估").select_option(index=1)
    zheng.press("申请等级评估").sees("填写自评").look()
    rating, address = number_in(zheng), here(zheng)
    zheng.press("提交自评").look()
    zheng.page.locator(".points input").evaluate_all(POINTS)
    zheng.write("自评说明", "四年来每周读诗，从未间断。").press("提交自评").sees("待资格审核").look()
    ke = club.at(BUREAU, address).look()
    drawn(club, ke.press("符合参评条件").sees("待抽取评委"))
    scored(club, rating)
    ke.open(address).sees("拟定等级", "3A").press("确认等级").sees("公示期还没有满")
    club.meanwhile("notice_ends", rating)
    ke.open(address).press("确认等级").sees("等级生效").look()
    anybody = club.doors.resident(club.speaker).open(address).sees(club.name, "3A").look()
    anybody.misses("四年来每周读诗")
    zheng.open(page).sees("3A", "优先承接政府转移的职能").look()


def drawn(club: Club, ke: Somebody) -> None:
    """杨科 freezes the list and reveals the seed; who is drawn is told to everybody."""
    ke.page.locator("main a[href^='/draws/']").first.click()
    address = here(ke)
    ke.look().press("固定候选名单").sees("名单已固定").look()
    club.meanwhile("seal")
    ke.press("揭示种子并抽取").look()
    ke.press("揭示种子并抽取").sees("抽中的专家").look()
    club.doors.resident(club.speaker).open(address).sees("抽中的专家", "种子").look()


def scored(club: Club, rating: str) -> None:
    """The last of the raters comes by way of the morning."""
    rater = club.doors.site.let_in(club.meanwhile("score", rating))
    judge = club.at(rater, "/morning/").look()
    judge.page.locator("[data-row] a", has_text=club.name).first.click()
    judge.sees("我的评分").look()
    judge.press("提交评分").look()
    judge.page.locator(".points input").evaluate_all(POINTS)
    judge.press("提交评分").sees("已评分").look()


def put_right(club: Club, page: str) -> None:
    """Eight months of silence: warned; 郑老师 tells what was done about it, 周梅 looks at that."""
    club.meanwhile("idle", page.strip("/").rpartition("/")[2], "8")
    zheng = club.at(SPEAKER, "/morning/").look()
    zheng.page.locator("[data-row] a", has_text=club.name).first.click()
    zheng.sees("长期没有活动", "已预警").look()
    zheng.press("报告活动").look()
    zheng.write("日期", TODAY.isoformat()).write("做了什么", "冬日诗会").write("多少人参加", "31")
    zheng.press("报告活动").sees("冬日诗会")
    zheng.press("报告整改").look()
    zheng.write("整改情况", "每周六恢复读诗，已办冬日诗会。").press("报告整改").sees("已整改，待核").look()
    mei = club.at(OFFICE, page).press("整改到位").sees("整改到位", "冬日诗会").look()
    expect(mei.page.get_by_role("button", name="整改到位", exact=True)).to_have_count(0)
