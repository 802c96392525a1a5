"""The rooms of organisations: each list and each record can be read by everybody, on desk and phone.

What only comes about on the way (an opinion, a certificate, a draw that is drawn, a score) is looked at on the way:
``test_reading_club.py``.
"""

import re

import pytest

from linli.demo.cast import COMMUNITY, DISTRICT
from tests.browser.people import Device, Doors, Somebody

pytestmark = pytest.mark.browser

PAGES = (
    ("", "/directory/", "服务"),
    ("", "/directory/?what=organisations", "组织"),
    ("", f"/directory/?place={COMMUNITY}", "滨江社区"),
    ("zhoumei", "/organisations/", "列入组织"),
    ("zheng", "/organisations/", "邻里读书会"),
    ("wuyue", "/records/organisation/new/", "做什么"),
    ("yangke", "/organisations/imports/", "名录"),
    ("system", "/setup/fields/", "领域"),
    ("zhoumei", "/applications/", "备案"),
    ("zheng", "/applications/", "备案"),
    ("zhoumei", "/applications/figures/", "部门"),
    ("yangke", "/setup/items/", "社区社会组织备案"),
    ("yangke", "/setup/items/new/", "办理时限"),
    ("yangke", "/setup/departments/", "消防"),
    ("", "/verify/", "验证码"),
    ("wuyue", "/incubation/", "孵化"),
    ("wuyue", "/incubation/list/", "孵化列表"),
    ("yangke", "/incubation/figures/", "成效"),
    ("chenjing", "/incubation/found/", "怎样发现的"),
    ("wuyue", "/incubation/visits/", "最迟哪天"),
    ("zheng", "/incubation/mine/", "邻里读书会"),
    ("wuyue", "/incubation/trainings/", "培训"),
    ("wuyue", "/incubation/services/", "孵化中心"),
    ("zhoumei", "/incubation/targets/", "目标"),
    ("system", "/incubation/steps/", "访谈和问卷"),
    ("yangke", "/experts/", "专家入库"),
    ("", "/draws/", "抽取"),
    ("", "/rated/", "3A"),
    ("", "/starred/", "★"),
    ("", "/rating-rounds/", "评估"),
    ("system", "/setup/indicators/", "基础条件"),
    ("feng", "/support/", "初创种子资金"),
    ("zhoumei", "/support/", "发布扶持政策"),
    ("zhoumei", "/spaces/", "空间换服务"),
    ("yangke", "/platforms/", "服务平台"),
    ("yangke", "/platforms/checklist/", "要求"),
    ("yangju", f"/standards/{DISTRICT}/", "1257N"),
    ("chenjing", f"/standards/{COMMUNITY}/", "滨江社区"),
    ("yangke", "/party/", "各小组谁主持"),
    ("yangke", "/party/organisations/", "党支部"),
)
RECORDS: tuple[tuple[str, str, str], ...] = (
    ("", "/directory/", "/directory/OR"),
    ("zhoumei", "/organisations/", "/organisations/OR"),
    ("system", "/setup/fields/", "/setup/fields/[^n]"),
    ("zhoumei", "/applications/?state=asked", "/applications/AP"),
    ("zhoumei", "/applications/?state=approved&item=filing", "/applications/AP /verify/."),
    ("yangke", "/setup/items/", "/setup/items/[^n]"),
    ("yangke", "/setup/departments/", "/setup/departments/[0-9a-f]{8}"),
    ("wuyue", "/incubation/", "/incubation/list/"),
    ("wuyue", "/incubation/list/", "/incubation/IC"),
    ("wuyue", "/incubation/found/", "/organisations/OR"),
    ("wuyue", "/incubation/trainings/", "/incubation/trainings/."),
    ("wuyue", "/incubation/services/", "/incubation/services/[0-9a-f]{8}"),
    ("system", "/incubation/steps/", "/incubation/steps/."),
    ("yangke", "/experts/", "/experts/X"),
    ("", "/draws/", "/draws/."),
    ("yangke", "/draws/", "/draws/."),
    ("", "/rated/", "/ratings/."),
    ("yangke", "/rating-rounds/", "/rating-rounds/."),
    ("zhoumei", "/spaces/", "/spaces/."),
    ("yangke", "/platforms/", "/platforms/[A-Z]{2}-"),
    ("yangke", "/platforms/?level=district", "/platforms/[A-Z]{2}- /platforms/visits/."),
    ("yangju", f"/standards/{DISTRICT}/", f"/standards/{DISTRICT}[0-9]"),
    ("chenjing", f"/standards/{COMMUNITY}/", f"/standards/{COMMUNITY}/."),
    ("yangke", "/party/", "/party/groups/."),
    ("yangke", "/party/", "/party/groups/. /party/hostings/."),
    ("yangke", "/party/organisations/", "/party/organisations/."),
)


@pytest.mark.parametrize(("username", "path", "text"), PAGES, ids=[f"{name}{path}" for name, path, _text in PAGES])
def test_each_page_can_be_read(doors: Doors, device: Device, username: str, path: str, text: str) -> None:
    person = doors.staff(username, device) if username else doors.resident(device)
    person.open(path).sees(text).look()


@pytest.mark.parametrize(
    ("username", "path", "way"), RECORDS, ids=[f"{name}{path}>{way.split()[-1]}" for name, path, way in RECORDS]
)
def test_each_list_leads_to_its_record(doors: Doors, device: Device, username: str, path: str, way: str) -> None:
    """``way``: how the address begins of the first link to be followed, and of the next, with spaces between."""
    person = (doors.staff(username, device) if username else doors.resident(device)).open(path)
    for link in way.split():
        follow(person, link)
    person.look()


def follow(person: Somebody, link: str) -> None:
    links = person.page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    address = next((one for one in links if one and re.match(link, one)), None)
    assert address, f"{person.page.url} has no link to {link}"
    person.open(address)
