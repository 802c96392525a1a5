"""What organisations are rated by: a weighted tree, in versions that hold from a day on; grades; checklists."""

import datetime
from decimal import Decimal
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.ids import new_id
from linli.organisations.ratings.states import Grade

WHOLE = 100
"""What the weights of a tree come to."""


class IndicatorSetQuerySet(models.QuerySet["IndicatorSet"]):
    def on(self, day: datetime.date) -> "IndicatorSet | None":
        """The version that holds on a day."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first()


class IndicatorSet(models.Model):
    """One version of the tree. Rounds keep the one they began with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("名称"), max_length=80)
    source = models.CharField(_("依据"), max_length=200)
    valid_from = models.DateField(_("生效日"), unique=True)

    objects = IndicatorSetQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return self.name

    def leaves(self) -> "list[Indicator]":
        """What is scored, in the order of the tree."""
        return [one for one in self.tree() if one.parent_id is not None]

    def tree(self) -> "list[Indicator]":
        return list(self.indicators.order_by("position"))

    def grade_of(self, score: Decimal) -> Grade | None:
        """None where it reaches no grade."""
        step = self.steps.filter(least__lte=score).order_by("-grade").first()
        return Grade(step.grade) if step else None


class Indicator(models.Model):
    """A branch or a leaf. A branch weighs what its leaves weigh together; all branches weigh a hundred."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    set = models.ForeignKey(IndicatorSet, on_delete=models.CASCADE, related_name="indicators")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    code = models.CharField(_("代码"), max_length=10)
    name = models.CharField(_("名称"), max_length=60)
    weight = models.PositiveSmallIntegerField(_("分值"))
    about = models.CharField(_("看什么"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["set", "position"]
        constraints = [
            models.UniqueConstraint(fields=["set", "code"], name="ratings_indicator_code"),
            models.CheckConstraint(condition=models.Q(weight__range=(1, WHOLE)), name="ratings_indicator_weight"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class GradeStep(models.Model):
    """From how many points on a version gives a grade."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    set = models.ForeignKey(IndicatorSet, on_delete=models.CASCADE, related_name="steps")
    grade = models.PositiveSmallIntegerField(_("等级"), choices=Grade.choices)
    least = models.DecimalField(_("至少多少分"), max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["set", "-grade"]
        constraints = [
            models.UniqueConstraint(fields=["set", "grade"], name="ratings_grade_step_once"),
            models.CheckConstraint(condition=models.Q(least__range=(0, WHOLE)), name="ratings_grade_step_range"),
        ]

    def __str__(self) -> str:
        return f"{self.get_grade_display()} {self.least}"


class GradeBenefitQuerySet(models.QuerySet["GradeBenefit"]):
    def opened_by(self, grade: int) -> Self:
        return self.filter(is_active=True, least__lte=grade)


class GradeBenefit(models.Model):
    """What a grade opens, with the source that says so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    least = models.PositiveSmallIntegerField(_("至少几 A"), choices=Grade.choices)
    text = models.CharField(_("可以做什么"), max_length=120)
    source = models.CharField(_("依据"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    objects = GradeBenefitQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class StarItem(models.Model):
    """One line of the checklist by which groups on file get their stars: each is one star."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("代码"), max_length=30, unique=True)
    name = models.CharField(_("内容"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name
