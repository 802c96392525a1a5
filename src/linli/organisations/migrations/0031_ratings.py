"""Rounds, ratings, scores and stars, with the indicators, grades and checklist to begin with."""

import datetime
import json
from pathlib import Path
from typing import Any

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import linli.kernel.ids
import linli.places.fields
from linli.kernel.numbers import create_series

SHIPPED = Path(__file__).parents[1] / "data/ratings.json"
SERIES = ("RD", "RT", "RS", "LS")


def ship(apps: Any, editor: Any) -> None:
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))

    def model(name: str) -> Any:
        return apps.get_model("organisations", name)

    values = shipped["set"] | {"valid_from": datetime.date.fromisoformat(shipped["set"]["valid_from"])}
    version = model("IndicatorSet").objects.create(**values)
    branches: dict[str, Any] = {}
    for position, (code, name, weight, about) in enumerate(shipped["indicators"]):
        parent = branches.get(code.partition(".")[0]) if "." in code else None
        made = model("Indicator").objects.create(
            set=version, parent=parent, code=code, name=name, weight=weight, about=about, position=position
        )
        branches.setdefault(code, made)
    for grade, least in shipped["steps"]:
        model("GradeStep").objects.create(set=version, grade=grade, least=least)
    for position, (least, text, source) in enumerate(shipped["benefits"]):
        model("GradeBenefit").objects.create(least=least, text=text, source=source, position=position)
    for position, (code, name) in enumerate(shipped["star_items"]):
        model("StarItem").objects.create(code=code, name=name, position=position)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0030_experts"),
        ("places", "0004_warn_at"),
    ]

    operations = [
        migrations.CreateModel(
            name="GradeBenefit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "least",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "1A"), (2, "2A"), (3, "3A"), (4, "4A"), (5, "5A")], verbose_name="至少几 A"
                    ),
                ),
                ("text", models.CharField(max_length=120, verbose_name="可以做什么")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="IndicatorSet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("valid_from", models.DateField(unique=True, verbose_name="生效日")),
            ],
            options={
                "ordering": ["-valid_from"],
            },
        ),
        migrations.CreateModel(
            name="StarItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=80, verbose_name="内容")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="RatingRound",
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
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("agency", models.CharField(max_length=80, verbose_name="第三方评估机构")),
                ("apply_by", models.DateField(verbose_name="申请截止日")),
                ("score_by", models.DateField(verbose_name="评分截止日")),
                (
                    "indicators",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.indicatorset",
                        verbose_name="指标",
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
            name="Rating",
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
                ("statement", models.TextField(blank=True, max_length=4000, verbose_name="自评说明")),
                ("self_points", models.JSONField(default=dict)),
                ("self_total", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="自评分")),
                ("score", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="得分")),
                (
                    "grade",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "1A"), (2, "2A"), (3, "3A"), (4, "4A"), (5, "5A")], null=True, verbose_name="等级"
                    ),
                ),
                ("notice_until", models.DateField(null=True, verbose_name="公示到哪一天")),
                ("appeal", models.TextField(blank=True, max_length=4000, verbose_name="复核理由")),
                (
                    "before_appeal",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "1A"), (2, "2A"), (3, "3A"), (4, "4A"), (5, "5A")], null=True
                    ),
                ),
                ("valid_from", models.DateField(null=True, verbose_name="生效日")),
                ("expires_on", models.DateField(null=True, verbose_name="有效期至")),
                ("because", models.TextField(blank=True, max_length=500, verbose_name="降低或取消的原因")),
                ("ended_on", models.DateField(null=True)),
                (
                    "appeal_draw",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.draw",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.draw",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
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
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="organisations.ratinground",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Score",
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
                ("panel", models.CharField(choices=[("first", "评估"), ("appeal", "复核")], max_length=6)),
                ("points", models.JSONField(default=dict)),
                ("total", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="合计")),
                ("remark", models.TextField(blank=True, max_length=2000, verbose_name="评语")),
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="score", to="organisations.candidate"
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="organisations.expert"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "rating",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="organisations.rating"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Star",
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
                ("stars", models.PositiveSmallIntegerField(verbose_name="星级")),
                ("items", models.JSONField(default=list)),
                ("expires_on", models.DateField(verbose_name="有效期至")),
                ("because", models.TextField(blank=True, max_length=500, verbose_name="取消的原因")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stars",
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
            name="Indicator",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=10, verbose_name="代码")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("weight", models.PositiveSmallIntegerField(verbose_name="分值")),
                ("about", models.CharField(blank=True, max_length=200, verbose_name="看什么")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="organisations.indicator",
                    ),
                ),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="organisations.indicatorset",
                    ),
                ),
            ],
            options={
                "ordering": ["set", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("set", "code"), name="org_indicator_code"),
                    models.CheckConstraint(
                        condition=models.Q(("weight__range", (1, 100))), name="org_indicator_weight"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GradeStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "grade",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "1A"), (2, "2A"), (3, "3A"), (4, "4A"), (5, "5A")], verbose_name="等级"
                    ),
                ),
                ("least", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="至少多少分")),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="organisations.indicatorset",
                    ),
                ),
            ],
            options={
                "ordering": ["set", "-grade"],
                "constraints": [
                    models.UniqueConstraint(fields=("set", "grade"), name="org_grade_step_once"),
                    models.CheckConstraint(condition=models.Q(("least__range", (0, 100))), name="org_grade_step_range"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="ratinground",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="org_round_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="ratinground",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="org_round_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="ratinground",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="org_round_in_15",
            ),
        ),
        migrations.AddConstraint(
            model_name="ratinground",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "ended"])), name="org_round_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="ratinground",
            constraint=models.CheckConstraint(
                condition=models.Q(("score_by__gte", models.F("apply_by"))),
                name="org_round_dates",
                violation_error_message="评分截止日不能早于申请截止日",
            ),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="org_rating_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="org_rating_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="org_rating_in_15",
            ),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(
                models.F("grade"),
                models.F("id"),
                condition=models.Q(("state__in", ("in_force", "expiring"))),
                name="org_rating_grade",
            ),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(
                condition=models.Q(("state__in", ("in_force", "expiring"))),
                fields=["expires_on"],
                name="org_rating_expires",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "applied",
                            "accepted",
                            "scoring",
                            "notice",
                            "appealed",
                            "heard",
                            "in_force",
                            "expiring",
                            "expired",
                            "ungraded",
                            "refused",
                            "withdrawn",
                        ],
                    )
                ),
                name="org_rating_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("in_force", "expiring")), _negated=True),
                    models.Q(("expires_on__isnull", False), ("grade__isnull", False)),
                    _connector="OR",
                ),
                name="org_rating_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("in_force", "expiring"))),
                fields=("organisation",),
                name="org_rating_current",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "applied", "accepted", "scoring", "notice", "appealed", "heard"))
                ),
                fields=("organisation",),
                name="org_rating_undecided",
                violation_error_message="这个组织已有一份没有办完的评估申请",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "submitted", "declined", "lapsed"])), name="org_score_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("total", None), ("total__range", (0, 100)), _connector="OR"), name="org_score_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "submitted"), _negated=True), ("total__isnull", False), _connector="OR"
                ),
                name="org_score_given",
            ),
        ),
        migrations.AddIndex(
            model_name="star",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="org_star_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="star",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="org_star_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="star",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="org_star_in_15",
            ),
        ),
        migrations.AddIndex(
            model_name="star",
            index=models.Index(condition=models.Q(("state", "given")), fields=["expires_on"], name="org_star_expires"),
        ),
        migrations.AddConstraint(
            model_name="star",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["given", "replaced", "expired", "withdrawn"])), name="org_star_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="star",
            constraint=models.CheckConstraint(condition=models.Q(("stars__range", (1, 5))), name="org_star_range"),
        ),
        migrations.AddConstraint(
            model_name="star",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "given")), fields=("organisation",), name="org_star_current"
            ),
        ),
        *map(create_series, SERIES),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
