"""The pool of experts and draws from it, with the fields that experts have to begin with."""

from typing import Any

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import linli.kernel.fields
import linli.kernel.ids
import linli.places.fields
from linli.kernel.numbers import create_series

EXPERT_FIELDS = [
    ("social_work", "社会工作"),
    ("governance", "社区治理"),
    ("nonprofit", "社会组织管理"),
    ("finance", "财务审计"),
    ("law", "法律"),
    ("evaluation", "项目评估"),
    ("care", "养老助残"),
    ("youth", "儿童青少年"),
    ("party", "党建"),
]
"""To begin with; the district keeps the list from here on."""


def ship(apps: Any, editor: Any) -> None:
    field = apps.get_model("organisations", "ExpertField")
    for position, (code, name) in enumerate(EXPERT_FIELDS):
        field.objects.create(code=code, name=name, position=position)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0020_incubation"),
        ("people", "0002_representatives"),
        ("places", "0004_warn_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExpertField",
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
            name="Draw",
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
                ("purpose", models.CharField(max_length=120, verbose_name="用途")),
                ("about", models.CharField(blank=True, editable=False, max_length=20)),
                ("seats", models.PositiveSmallIntegerField(verbose_name="抽取人数")),
                ("needs_account", models.BooleanField(default=False, verbose_name="只抽有登录用户的专家")),
                ("outside", models.CharField(blank=True, max_length=120, verbose_name="外部公开数值的来源")),
                ("outside_value", models.CharField(blank=True, max_length=120, verbose_name="外部公开数值")),
                ("seed", linli.kernel.fields.EncryptedTextField(editable=False)),
                ("seed_hash", models.CharField(editable=False, max_length=64)),
                ("listing", models.TextField(blank=True, editable=False)),
                ("list_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("fixed_at", models.DateTimeField(editable=False, null=True)),
                ("seal", models.BigIntegerField(editable=False, null=True)),
                ("head", models.CharField(blank=True, editable=False, max_length=64)),
                ("drawn_at", models.DateTimeField(editable=False, null=True)),
                ("void_because", models.TextField(blank=True, editable=False, max_length=500, verbose_name="作废原因")),
                (
                    "not_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.draw",
                    ),
                ),
                (
                    "organisations",
                    models.ManyToManyField(
                        related_name="+", to="organisations.organisation", verbose_name="与哪些组织有关系的回避"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "fields",
                    models.ManyToManyField(related_name="+", to="organisations.expertfield", verbose_name="专业"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Expert",
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
                ("name", linli.kernel.fields.EncryptedTextField(blank=True, null=True, verbose_name="姓名")),
                ("employer", models.CharField(blank=True, max_length=80, verbose_name="工作单位")),
                ("qualification", models.CharField(blank=True, max_length=80, verbose_name="职称或资格")),
                ("available_from", models.DateField(verbose_name="可抽取的第一天")),
                ("available_to", models.DateField(blank=True, null=True, verbose_name="可抽取的最后一天")),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expert",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登录用户",
                    ),
                ),
                (
                    "fields",
                    models.ManyToManyField(related_name="experts", to="organisations.expertfield", verbose_name="专业"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExpertTie",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("work", "任职或曾任职"),
                            ("family", "近亲属"),
                            ("business", "业务或资金往来"),
                            ("other", "其他可能影响公正的关系"),
                        ],
                        max_length=8,
                        verbose_name="关系",
                    ),
                ),
                ("person", linli.kernel.fields.EncryptedTextField(blank=True, null=True, verbose_name="姓名")),
                ("until", models.DateField(blank=True, null=True, verbose_name="到哪一天")),
                ("declared_at", models.DateTimeField(auto_now_add=True)),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ties", to="organisations.expert"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "excluded",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("field", "专业不符"),
                            ("away", "不在可抽取的日期"),
                            ("suspended", "已暂停"),
                            ("no_account", "没有登录用户"),
                            ("took_part", "参加过前一次"),
                            ("declared", "本人申报了关系"),
                            ("posts", "任职或代表该组织"),
                            ("mentoring", "辅导该组织"),
                            ("members", "与其成员同名"),
                            ("other", "有其他关系"),
                        ],
                        max_length=12,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(null=True)),
                ("declined_at", models.DateTimeField(null=True)),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="candidates", to="organisations.draw"
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="organisations.expert",
                    ),
                ),
            ],
            options={
                "ordering": ["draw", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("draw", "expert"), name="org_candidate_once"),
                    models.UniqueConstraint(fields=("draw", "position"), name="org_candidate_position"),
                    models.CheckConstraint(
                        condition=models.Q(("excluded", ""), ("position", None), _connector="OR"),
                        name="org_candidate_excluded",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="expert",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="org_expert_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="expert",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="org_expert_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="expert",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="org_expert_in_15",
            ),
        ),
        migrations.AddConstraint(
            model_name="expert",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "suspended", "left"])), name="org_expert_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="expert",
            constraint=models.CheckConstraint(
                condition=models.Q(("user__isnull", False), ("name__isnull", False), _connector="OR"),
                name="org_expert_is_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="expert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("available_to", None), ("available_to__gte", models.F("available_from")), _connector="OR"
                ),
                name="org_expert_dates",
                violation_error_message="最后一天不能早于第一天",
            ),
        ),
        migrations.AddIndex(
            model_name="draw",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="org_draw_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="draw",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="org_draw_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="draw",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="org_draw_in_15",
            ),
        ),
        migrations.AddIndex(
            model_name="draw",
            index=models.Index(fields=["about"], name="org_draw_about"),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["committed", "fixed", "drawn", "void"])), name="org_draw_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(condition=models.Q(("seats__gte", 1)), name="org_draw_seats"),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "void"), _negated=True),
                fields=("place", "purpose"),
                name="org_draw_once",
                violation_error_message="这个用途已经有一次抽取，不能再抽一次；确有必要的，先将它作废并公开原因",
            ),
        ),
        migrations.AddConstraint(
            model_name="experttie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation__isnull", False), ("person__isnull", True), ("unit__isnull", True)),
                    models.Q(("organisation__isnull", True), ("person__isnull", True), ("unit__isnull", False)),
                    models.Q(("organisation__isnull", True), ("person__isnull", False), ("unit__isnull", True)),
                    _connector="OR",
                ),
                name="org_expert_tie_to_one",
            ),
        ),
        create_series("XP"),
        create_series("DR"),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
