"""Applications, what departments say to them, certificates, and the catalogue to begin with."""

from typing import Any

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import linli.kernel.fields
import linli.kernel.ids
import linli.places.fields
from linli.kernel.numbers import create_series
from linli.organisations.onestop.catalogue import ship

SERIES = ("AP", "OP", "BA")


def load(apps: Any, editor: Any) -> None:
    ship(*(apps.get_model("organisations", name) for name in ("Department", "Item", "ItemPaper", "ItemDepartment")))


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0004_documents"),
        ("organisations", "0003_directory"),
        ("people", "0002_representatives"),
        ("places", "0004_warn_at"),
    ]

    operations = [
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.SlugField(max_length=30, verbose_name="代码")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "module",
                    models.CharField(
                        choices=[("approval", "审批"), ("record", "备案"), ("supervision", "监管")],
                        max_length=12,
                        verbose_name="模块",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("nothing", "只答复，不改动名录"),
                            ("file", "备案并发证"),
                            ("register", "由登记机关登记，这里记下结果"),
                            ("change", "变更名录中的一项"),
                            ("report", "年度报告"),
                            ("leave", "注销并退出名录"),
                        ],
                        max_length=10,
                        verbose_name="办成之后",
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("name", "名称"),
                            ("leader", "负责人"),
                            ("address", "办公地址"),
                            ("premises", "办公场所"),
                            ("summary", "业务范围"),
                            ("account", "银行账号"),
                            ("has_charter", "章程"),
                            ("has_seal", "印章"),
                        ],
                        max_length=12,
                        verbose_name="变更哪一项",
                    ),
                ),
                ("states", models.JSONField(default=list, verbose_name="什么状态的组织可以申请")),
                ("legal_kinds", models.JSONField(default=list, verbose_name="什么类别的组织可以申请")),
                ("within", models.PositiveSmallIntegerField(verbose_name="办理时限（工作日）")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("valid_from", models.DateField(verbose_name="自")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="至")),
            ],
            options={
                "ordering": ["position", "code", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "valid_from"), name="org_item_edition", violation_error_message="这一天已有一版"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="org_item_dates",
                        violation_error_message="结束日期不能早于开始日期",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "change__in",
                                    [
                                        "name",
                                        "leader",
                                        "address",
                                        "premises",
                                        "summary",
                                        "account",
                                        "has_charter",
                                        "has_seal",
                                    ],
                                ),
                                ("outcome", "change"),
                            ),
                            models.Q(models.Q(("outcome", "change"), _negated=True), ("change", "")),
                            _connector="OR",
                        ),
                        name="org_item_change",
                        violation_error_message="变更的事项要选变更哪一项，其他事项不选",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("within__range", (1, 250))),
                        name="org_item_within",
                        violation_error_message="办理时限为 1 至 250 个工作日",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
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
                ("days", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="时限（工作日）")),
                (
                    "days_used",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="已用（工作日）"),
                ),
                ("running_since", models.DateField(editable=False, null=True)),
                ("due_on", models.DateField(editable=False, null=True, verbose_name="期限")),
                ("is_in_time", models.BooleanField(editable=False, null=True, verbose_name="按时")),
                ("item_code", models.SlugField(editable=False, max_length=30)),
                ("year", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="年度")),
                ("statement", models.TextField(blank=True, max_length=4000, verbose_name="申请说明")),
                ("wanted", linli.kernel.fields.EncryptedTextField(blank=True, null=True, verbose_name="变更为")),
                (
                    "wanted_phone",
                    linli.kernel.fields.EncryptedTextField(blank=True, null=True, verbose_name="新负责人手机号"),
                ),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("reasons", models.TextField(blank=True, max_length=2000, verbose_name="不予通过的理由")),
                ("to_fix", models.TextField(blank=True, max_length=2000, verbose_name="怎样改正")),
                (
                    "despite",
                    models.TextField(blank=True, max_length=500, verbose_name="有部门逾期未答复仍作决定的理由"),
                ),
                (
                    "again_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="again",
                        to="organisations.application",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="organisations.item",
                        verbose_name="事项",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ItemDepartment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="时限（工作日）")),
                ("is_needed", models.BooleanField(default=True, verbose_name="须其同意")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.department"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="departments", to="organisations.item"
                    ),
                ),
            ],
            options={
                "ordering": ["department__position"],
            },
        ),
        migrations.CreateModel(
            name="ItemPaper",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="材料")),
                ("is_required", models.BooleanField(default=True, verbose_name="必交")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="organisations.item"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="材料")),
                ("version", models.PositiveSmallIntegerField(verbose_name="版本")),
                ("sent_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="organisations.application",
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
            name="Opinion",
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
                ("days", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="时限（工作日）")),
                (
                    "days_used",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="已用（工作日）"),
                ),
                ("running_since", models.DateField(editable=False, null=True)),
                ("due_on", models.DateField(editable=False, null=True, verbose_name="期限")),
                ("is_in_time", models.BooleanField(editable=False, null=True, verbose_name="按时")),
                ("is_needed", models.BooleanField(verbose_name="须其同意")),
                ("words", models.TextField(blank=True, max_length=2000, verbose_name="意见")),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinions",
                        to="organisations.application",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="organisations.department",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                        verbose_name="单位",
                    ),
                ),
                ("seen", models.ManyToManyField(related_name="+", to="organisations.paper")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="要补充什么")),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="答复")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "opinion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="organisations.opinion",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="备案编号")),
                ("code", models.CharField(max_length=16, unique=True, verbose_name="验证码")),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("issued_on", models.DateField(verbose_name="备案日期")),
                ("revoked_on", models.DateField(null=True, verbose_name="撤销日期")),
                ("revoked_because", models.TextField(blank=True, max_length=500, verbose_name="撤销原因（对外公开）")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificate",
                        to="organisations.application",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_because", ""), ("revoked_on", None)),
                            models.Q(("revoked_on__isnull", False), models.Q(("revoked_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="org_certificate_revoked",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DepartmentUnit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="units", to="organisations.department"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                        verbose_name="地点",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("department", "place"), name="org_department_unit_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="org_application_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="org_application_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="org_application_in_15",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["decided_at"], name="org_application_decided"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["draft", "submitted", "returned", "asked", "collected", "approved", "refused", "withdrawn"],
                    )
                ),
                name="org_application_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "returned", "submitted", "asked", "collected"))),
                fields=("organisation", "item_code", "year"),
                name="org_application_once",
                violation_error_message="这个组织已在申请这一事项",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemdepartment",
            constraint=models.UniqueConstraint(fields=("item", "department"), name="org_item_department_once"),
        ),
        migrations.AddConstraint(
            model_name="itemdepartment",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__range", (1, 250))), name="org_item_department_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="itempaper",
            constraint=models.UniqueConstraint(fields=("item", "name"), name="org_item_paper_once"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(fields=("application", "name", "version"), name="org_paper_version"),
        ),
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(fields=["unit", "application"], name="org_opinion_unit"),
        ),
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(fields=["answered_at"], name="org_opinion_answered"),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "stopped", "agreed", "objected", "released"])),
                name="org_opinion_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(fields=("application", "department"), name="org_opinion_once"),
        ),
        *(create_series(prefix) for prefix in SERIES),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
