"""Numbers, and the standard to begin with."""

import datetime
from typing import Any

from django.db import migrations

from linli.kernel.numbers import create_series

SOURCE = "海宁镇（街道）社会组织服务中心地方标准的五个部分 [002]；条目由本系统拟定，可以改"
SINCE = datetime.date(2020, 1, 1)
STATION, CENTRE = "subdistrict", "district"
ITEMS = [
    ("premises-area", "premises", CENTRE, "有固定的服务场所，面积够用", 300, "平方米"),
    ("premises-room", "premises", STATION, "有固定的服务场所，面积够用", 100, "平方米"),
    ("premises-desks", "premises", "", "有供社会组织使用的办公位", 2, "个"),
    ("premises-hall", "premises", "", "有可以开会和做活动的房间", None, ""),
    ("premises-access", "premises", "", "出入口无障碍，有醒目的标识", None, ""),
    ("operation-staff", "operation", "", "有专职工作人员", 1, "名"),
    ("operation-hours", "operation", "", "每周开放的天数", 5, "天"),
    ("operation-plan", "operation", "", "有年度服务计划和经费安排", None, ""),
    ("operation-visits", "operation", "", "每季度走访辖区社会组织", 5, "家"),
    ("conduct-guide", "conduct", "", "公开服务项目和办理指南", None, ""),
    ("conduct-answer", "conduct", "", "咨询当日答复，办不了的说明去处", None, ""),
    ("conduct-privacy", "conduct", "", "保护来访组织和个人的资料", None, ""),
    ("rules-archive", "rules", "", "一组织一档，资料齐全", None, ""),
    ("rules-money", "rules", "", "有经费、场地、安全管理制度并上墙", None, ""),
    ("evaluation-poll", "evaluation", "", "每年做一次满意度调查并公布结果", None, ""),
    ("evaluation-book", "evaluation", "", "有意见簿或线上评价，意见有回音", None, ""),
]
"""Code, part, level (empty: all), text, at least how many, of what."""


def ship(apps: Any, editor: Any) -> None:
    item = apps.get_model("platforms", "ChecklistItem")
    item.objects.bulk_create(
        item(
            code=code,
            part=part,
            level=level,
            text=text,
            least=least,
            unit=unit,
            source=SOURCE,
            position=position,
            valid_from=SINCE,
        )
        for position, (code, part, level, text, least, unit) in enumerate(ITEMS)
    )


class Migration(migrations.Migration):
    dependencies = [("platforms", "0001_initial")]
    operations = [
        *map(
            create_series,
            (
                "PT",
                "PV",
            ),
        ),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
