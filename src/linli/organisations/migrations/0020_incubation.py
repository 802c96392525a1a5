"""Incubation: its records, their numbers, and the nine steps to begin with."""

import datetime
import json
from importlib.resources import files
from typing import Any

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import linli.kernel.fields
import linli.kernel.ids
import linli.places.fields
from linli.kernel.numbers import create_series

SOURCE = "荆门市浏河社区“149”模式：四个阶段、九步流程；九步由本系统从原文分出"
FROM = datetime.date(2015, 1, 1)


def ship(apps: Any, editor: Any) -> None:
    stages = json.loads(files("linli.organisations").joinpath("data/steps.json").read_text(encoding="utf-8"))
    position = 0
    for number, told in enumerate(stages, start=1):
        stage = apps.get_model("organisations", "Stage").objects.create(position=number, name=told["stage"])
        for step in told["steps"]:
            position += 1
            model = apps.get_model("organisations", "Step")
            model.objects.create(stage=stage, position=position, source=SOURCE, valid_from=FROM, **step)


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0004_documents"),
        ("organisations", "0010_onestop"),
        ("places", "0004_warn_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(unique=True, verbose_name="顺序")),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Centre",
            fields=[
                ("path", linli.places.fields.CodeField(max_length=22)),
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="地址")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "ordering": ["path", "name"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CentreService",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("is_shared", models.BooleanField(default=True, verbose_name="共享服务")),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="内容")),
                ("is_active", models.BooleanField(default=True, verbose_name="正在提供")),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="services",
                        to="organisations.centre",
                        verbose_name="孵化中心",
                    ),
                ),
            ],
            options={
                "ordering": ["centre__path", "-is_shared", "name"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
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
                ("text", models.TextField(max_length=3000, verbose_name="做了什么")),
                ("numbers", models.JSONField(default=dict, verbose_name="数")),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="组织名称")),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("returned_because", models.TextField(blank=True, editable=False, max_length=2000)),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "what",
                    models.CharField(choices=[("photo", "照片"), ("document", "文件"), ("logo", "标识")], max_length=8),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="organisations.evidence"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="EvidencePerson",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("leader", "负责人"),
                            ("deputy", "副负责人"),
                            ("council", "理事"),
                            ("supervisor", "监事"),
                            ("member", "成员"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", linli.kernel.fields.EncryptedTextField(verbose_name="姓名")),
                ("phone", linli.kernel.fields.EncryptedTextField(blank=True, null=True, verbose_name="手机号")),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="people", to="organisations.evidence"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
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
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("visit", "实地走访"),
                            ("community", "社区推荐"),
                            ("residents", "居民推荐"),
                            ("survey", "问卷调查"),
                            ("activity", "活动中发现"),
                            ("itself", "自己找来"),
                        ],
                        max_length=10,
                        verbose_name="怎样发现的",
                    ),
                ),
                (
                    "leader_name",
                    linli.kernel.fields.EncryptedTextField(blank=True, null=True, verbose_name="带头人姓名"),
                ),
                (
                    "leader_phone",
                    linli.kernel.fields.EncryptedTextField(blank=True, null=True, verbose_name="带头人手机号"),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finding",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Incubation",
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
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("comprehensive", "综合服务类"),
                            ("hub", "枢纽型"),
                            ("functional", "功能型"),
                            ("federation", "联合会"),
                        ],
                        max_length=13,
                        verbose_name="作用",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("in_house", "站内孵化"), ("outside", "站外指导"), ("online", "线上云孵化")],
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                ("step_since", models.DateTimeField(editable=False)),
                ("is_complete", models.BooleanField(default=False, editable=False)),
                ("began_on", models.DateField(verbose_name="开始日期")),
                ("ended_on", models.DateField(null=True, verbose_name="结束日期")),
                (
                    "drop_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_leader", "没有带头人"),
                            ("few_members", "成员散了"),
                            ("no_need", "需求没有了"),
                            ("merged", "并入别的组织"),
                            ("own_wish", "自己不愿再参加"),
                            ("no_progress", "长期没有进展"),
                            ("left", "组织退出名录"),
                        ],
                        max_length=11,
                        verbose_name="退出原因",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incubations",
                        to="organisations.centre",
                        verbose_name="孵化中心",
                    ),
                ),
                (
                    "hub",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="接手的枢纽",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incubations",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.stage",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="evidence",
            name="incubation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="organisations.incubation"
            ),
        ),
        migrations.CreateModel(
            name="Mentoring",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "incubation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentorings",
                        to="organisations.incubation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="MentorVisit",
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
                (
                    "what",
                    models.CharField(
                        choices=[("visit", "每月走访"), ("call", "每周电话")], max_length=5, verbose_name="什么"
                    ),
                ),
                ("period", models.DateField()),
                ("due_on", models.DateField(verbose_name="最迟哪天")),
                ("done_on", models.DateField(null=True, verbose_name="哪天")),
                ("words", models.TextField(blank=True, max_length=2000, verbose_name="谈了什么")),
                (
                    "incubation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="organisations.incubation",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="导师",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceRequest",
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
                ("words", models.CharField(blank=True, max_length=300, verbose_name="想要什么")),
                (
                    "incubation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="organisations.incubation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="organisations.centreservice",
                        verbose_name="服务",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="顺序")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("asks", models.TextField(max_length=500, verbose_name="要交什么")),
                ("numbers", models.JSONField(default=list, verbose_name="要填的数")),
                (
                    "special",
                    models.CharField(
                        choices=[
                            ("nothing", "没有别的"),
                            ("leaders", "带头人"),
                            ("council", "理事会、名称和标识"),
                            ("filing", "已备案或登记"),
                        ],
                        default="nothing",
                        max_length=10,
                        verbose_name="另外要填",
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("valid_from", models.DateField(verbose_name="从哪天起")),
                ("valid_to", models.DateField(null=True, verbose_name="到哪天止")),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="organisations.stage"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "valid_from"],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("left_on", models.DateField(db_index=True)),
                ("days", models.PositiveIntegerField()),
                (
                    "incubation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passages",
                        to="organisations.incubation",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.step",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="incubation",
            name="step",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.step"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.step"
            ),
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("comprehensive", "综合服务类"),
                            ("hub", "枢纽型"),
                            ("functional", "功能型"),
                            ("federation", "联合会"),
                        ],
                        max_length=13,
                        verbose_name="作用",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="目标数")),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "ordering": ["-year", "role"],
            },
        ),
        migrations.CreateModel(
            name="Training",
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
                (
                    "what",
                    models.CharField(
                        choices=[("training", "培训"), ("exchange", "参访交流")],
                        default="training",
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                ("topic", models.CharField(max_length=80, verbose_name="内容")),
                ("where", models.CharField(max_length=120, verbose_name="地点")),
                ("starts_at", models.DateTimeField(verbose_name="时间")),
                ("hours", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="小时数")),
                ("capacity", models.PositiveSmallIntegerField(verbose_name="人数上限")),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", linli.kernel.fields.EncryptedTextField(verbose_name="姓名")),
                ("hours", models.DecimalField(decimal_places=1, max_digits=4, null=True, verbose_name="小时数")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "training",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="organisations.training"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="centreservice",
            constraint=models.UniqueConstraint(
                fields=("centre", "name"), name="org_centre_service", violation_error_message="已有同名的服务"
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="org_finding_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="org_finding_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="org_finding_in_15",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["found", "invited", "accepted", "declined", "no_answer"])),
                name="org_finding_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="mentoring",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to", None)), fields=("incubation", "user"), name="org_mentoring_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mentoring",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="org_mentoring_dates",
            ),
        ),
        migrations.AddIndex(
            model_name="mentorvisit",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="org_visit_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="mentorvisit",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="org_visit_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="mentorvisit",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="org_visit_in_15",
            ),
        ),
        migrations.AddIndex(
            model_name="mentorvisit",
            index=models.Index(condition=models.Q(("state", "due")), fields=["due_on"], name="org_visit_due"),
        ),
        migrations.AddConstraint(
            model_name="mentorvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["due", "done", "missed", "released"])), name="org_visit_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="mentorvisit",
            constraint=models.UniqueConstraint(fields=("incubation", "what", "period"), name="org_visit_once"),
        ),
        migrations.AddConstraint(
            model_name="servicerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "given", "refused", "released"])), name="org_request_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("position", "valid_from"), name="org_step_from"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="org_step_dates",
            ),
        ),
        migrations.AddIndex(
            model_name="incubation",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="org_incubation_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="incubation",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="org_incubation_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="incubation",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="org_incubation_in_15",
            ),
        ),
        migrations.AddIndex(
            model_name="incubation",
            index=models.Index(
                condition=models.Q(("state__in", ("going", "paused"))),
                fields=["path", "stage", "role"],
                name="org_incubation_board",
            ),
        ),
        migrations.AddIndex(
            model_name="incubation",
            index=models.Index(
                condition=models.Q(("state__in", ("going", "paused"))),
                fields=["stage", "step_since"],
                name="org_incubation_cards",
            ),
        ),
        migrations.AddIndex(
            model_name="incubation",
            index=models.Index(fields=["state", "ended_on"], name="org_incubation_ended"),
        ),
        migrations.AddConstraint(
            model_name="incubation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["going", "paused", "graduated", "dropped"])),
                name="org_incubation_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="incubation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("going", "paused"))),
                fields=("organisation",),
                name="org_incubation_one",
                violation_error_message="这个组织已在孵化中",
            ),
        ),
        migrations.AddConstraint(
            model_name="incubation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("going", "paused")), ("ended_on__isnull", False), _connector="OR"),
                name="org_incubation_ended_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="incubation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "graduated"), _negated=True), ("hub__isnull", False), _connector="OR"
                ),
                name="org_incubation_hub",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["sent", "accepted", "returned", "withdrawn", "released"])),
                name="org_evidence_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["sent", "accepted"])),
                fields=("incubation", "step"),
                name="org_evidence_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(fields=("place", "year", "role"), name="org_target_once"),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="org_training_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="org_training_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="org_training_in_15",
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "held", "called_off"])), name="org_training_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gt", 0), ("hours__gt", 0)), name="org_training_size"
            ),
        ),
        *(create_series(prefix) for prefix in ("IC", "ED", "FN", "MV", "SR", "TX")),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
