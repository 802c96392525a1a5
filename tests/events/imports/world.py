"""Files of an old system, for the tests of bringing its events in."""

import csv
import io
from collections.abc import Sequence

from linli.events.imports import running
from linli.events.imports.actions import receive, say_columns, start
from linli.events.imports.columns import guessed
from linli.events.imports.models import EventImport
from linli.events.imports.policies import importing_post
from linli.people.models import User
from linli.people.roles import Role
from tests.events.town import Town, post, user

HEADS = (
    *("任务号", "案件小类", "问题描述", "上报时间", "案件状态", "所属社区", "所属网格", "处置部门", "立案时间"),
    *("派遣时间", "处置时间", "结案时间", "上报人姓名", "联系电话", "主案编号"),
)
COMMUNITY, GRID = "地点430211002001", "地点430211002001003"


def row(number: str, **more: str) -> dict[str, str]:
    """A closed one of March."""
    values = {
        "任务号": number,
        "案件小类": "路灯",
        "问题描述": "三栋门口路灯不亮",
        "上报时间": "2026/3/2 9:00",
        "案件状态": "已结案",
        "所属社区": COMMUNITY,
        "所属网格": GRID,
        "处置部门": "区城管局",
        "立案时间": "2026/3/2 9:30",
        "派遣时间": "2026/3/2 10:00",
        "处置时间": "2026/3/3 15:00",
        "结案时间": "2026/3/4 10:00",
        "上报人姓名": "张三",
        "联系电话": "13800138000",
        "主案编号": "",
    }
    return values | more


def csv_of(rows: Sequence[dict[str, str]], *, encoding: str = "utf-8") -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, HEADS)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode(encoding)


def importer(town: Town) -> User:
    """The dispatcher of the district."""
    found = User.objects.filter(username="区调度").first()
    if found is None:
        found = user("区调度")
        post(found, Role.DISPATCHER, town.district)
    return found


def received(town: Town, data: bytes, *, system: str = "数字城管", **columns: str) -> EventImport:
    """Sent, with its columns said, and looked at."""
    actor = town.actor(importer(town))
    standing = importing_post(actor)
    assert standing is not None
    run = receive(data, name="2025.csv", system=system, standing=standing, actor=actor)
    say_columns(run, guessed(run.heads, run.columns) | columns, run.prior.coordinates)
    running.work()
    run.refresh_from_db()
    return run


def taken_in(town: Town, data: bytes, **more: str) -> EventImport:
    run = received(town, data, **more)
    start(run, actor=town.actor(importer(town)))
    running.work()
    run.refresh_from_db()
    return run
