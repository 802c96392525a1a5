"""Platforms, the standard they are held against, and what communities put down of themselves."""

import datetime
from typing import Any

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import linli.kernel.ids
import linli.places.fields
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
    item = apps.get_model("organisations", "ChecklistItem")
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
    dependencies = [
        ("organisations", "0031_ratings"),
        ("people", "0002_representatives"),
        ("places", "0004_warn_at"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="代码")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("premises", "服务设施"),
                            ("operation", "服务运营"),
                            ("conduct", "服务行为"),
                            ("rules", "服务制度"),
                            ("evaluation", "服务评价和监督"),
                        ],
                        max_length=10,
                        verbose_name="部分",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("district", "区级中心"),
                            ("subdistrict", "街道、镇服务站"),
                            ("community", "社区工作站"),
                        ],
                        max_length=12,
                        verbose_name="适用于",
                    ),
                ),
                ("text", models.CharField(max_length=120, verbose_name="要求")),
                ("least", models.PositiveIntegerField(blank=True, null=True, verbose_name="至少")),
                ("unit", models.CharField(blank=True, max_length=12, verbose_name="单位")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("valid_from", models.DateField(verbose_name="启用日")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="停用日")),
            ],
            options={
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="CommunityFigure",
            fields=[
                ("path", linli.places.fields.CodeField(max_length=22)),
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("part", models.CharField(max_length=20)),
                ("count", models.PositiveIntegerField(verbose_name="数目")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="名称或说明")),
                ("counted_on", models.DateField(verbose_name="统计日")),
                ("entered_by", models.UUIDField(editable=False, null=True)),
                ("entered_at", models.DateTimeField(editable=False)),
                ("replaced_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["-entered_at", "-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CheckedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_met", models.BooleanField(verbose_name="达到")),
                ("found", models.PositiveIntegerField(null=True, verbose_name="实有")),
                ("least", models.PositiveIntegerField(null=True, verbose_name="应有")),
            ],
            options={
                "ordering": ["item__position", "item__code"],
            },
        ),
        migrations.CreateModel(
            name="Operation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("since", models.DateField(verbose_name="从哪一天起")),
                ("until", models.DateField(null=True, verbose_name="到哪一天")),
            ],
            options={
                "ordering": ["-since", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Platform",
            fields=[
                ("path", linli.places.fields.CodeField(max_length=22)),
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(editable=False, max_length=20, unique=True)),
                ("state", models.CharField(editable=False, max_length=20)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("area", models.PositiveIntegerField(blank=True, null=True, verbose_name="面积（平方米）")),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="地址")),
                ("hours", models.CharField(blank=True, max_length=80, verbose_name="开放时间")),
                ("contact", models.CharField(blank=True, max_length=80, verbose_name="联系方式")),
                ("opened_on", models.DateField(verbose_name="启用日期")),
                ("closed_on", models.DateField(editable=False, null=True, verbose_name="停办日期")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlatformCheck",
            fields=[
                ("path", linli.places.fields.CodeField(max_length=22)),
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(editable=False, max_length=20, unique=True)),
                ("state", models.CharField(editable=False, max_length=20)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
                ("visited_on", models.DateField(verbose_name="检查日期")),
                ("put_right_by", models.DateField(blank=True, null=True, verbose_name="整改期限")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(
                    ("legal_kind__in", ("association", "foundation", "service", "group")),
                    ("state__in", ("on_file", "registered")),
                ),
                fields=["path", "role"],
                name="org_organisation_on_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="org_checklistitem_dates",
                violation_error_message="停用日不能早于启用日",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["premises", "operation", "conduct", "rules", "evaluation"])),
                name="org_checklistitem_part",
            ),
        ),
        migrations.AddField(
            model_name="communityfigure",
            name="place",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
            ),
        ),
        migrations.AddField(
            model_name="checkeditem",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.checklistitem"
            ),
        ),
        migrations.AddField(
            model_name="operation",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="operations", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="platform",
            name="place",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
            ),
        ),
        migrations.AddField(
            model_name="platform",
            name="premises",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="platforms",
                to="places.premises",
                verbose_name="服务用房",
            ),
        ),
        migrations.AddField(
            model_name="operation",
            name="platform",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="operations", to="organisations.platform"
            ),
        ),
        migrations.AddField(
            model_name="platformcheck",
            name="place",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
            ),
        ),
        migrations.AddField(
            model_name="platformcheck",
            name="platform",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="organisations.platform"
            ),
        ),
        migrations.AddField(
            model_name="checkeditem",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="organisations.platformcheck"
            ),
        ),
        migrations.AddIndex(
            model_name="communityfigure",
            index=models.Index(condition=models.Q(("replaced_at", None)), fields=["path"], name="org_figure_now"),
        ),
        migrations.AddConstraint(
            model_name="communityfigure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None)), fields=("place", "part"), name="org_figure_one_now"
            ),
        ),
        migrations.AddIndex(
            model_name="platform",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="org_platform_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="platform",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="org_platform_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="platform",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="org_platform_in_15",
            ),
        ),
        migrations.AddConstraint(
            model_name="platform",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "closed"])), name="org_platform_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="platform",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("place", "name"),
                name="org_platform_name",
                violation_error_message="此地已有同名的平台",
            ),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("platform",), name="org_operation_one_now"
            ),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="org_operation_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="platformcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "righted", "done"])), name="org_platformcheck_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="platformcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("put_right_by", None), ("put_right_by__gte", models.F("visited_on")), _connector="OR"
                ),
                name="org_platformcheck_dates",
                violation_error_message="整改期限不能早于检查日期",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkeditem",
            constraint=models.UniqueConstraint(fields=("visit", "item"), name="org_checkeditem_once"),
        ),
        migrations.AddConstraint(
            model_name="checkeditem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("found", None), ("least", None)),
                    models.Q(("found__gte", models.F("least")), ("is_met", True)),
                    models.Q(("found__lt", models.F("least")), ("is_met", False)),
                    _connector="OR",
                ),
                name="org_checkeditem_is_met",
            ),
        ),
        create_series("PT"),
        create_series("PV"),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
