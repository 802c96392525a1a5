"""What an organisation can apply for, and which departments are asked: a catalogue that the district keeps."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.choices import Choice
from linli.kernel.ids import new_id
from linli.organisations.applications.states import Change, Module, Outcome
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import REGISTERED_KINDS
from linli.people.models import Unit
from linli.places.levels import lineage
from linli.places.models import Place


class Department(Choice):
    """A department by what it does (民政, 公安, 消防): which unit that is, differs by place."""


class DepartmentUnitQuerySet(models.QuerySet["DepartmentUnit"]):
    def at(self, path: str) -> dict[object, Unit]:
        """For each department the unit that it is at ``path``: the nearest place that says one wins. One query."""
        rows = self.filter(place__code__in=lineage(path)).select_related("unit", "place")
        return {row.department_id: row.unit for row in sorted(rows, key=lambda row: len(row.place.code))}


class DepartmentUnit(models.Model):
    """The unit that a department is at a place and within it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="units")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("地点"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))

    objects = DepartmentUnitQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["department", "place"], name="applications_department_unit")]

    def __str__(self) -> str:
        return f"{self.department_id}@{self.place_id}"


class ItemQuerySet(models.QuerySet["ServiceItem"]):
    def on(self, day: datetime.date) -> Self:
        """Those that can be applied for on ``day``."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)

    def for_list(self) -> Self:
        return self.annotate(
            papers_count=models.Count("papers", distinct=True),
            departments_count=models.Count("departments", distinct=True),
        )


class ServiceItem(models.Model):
    """One edition of something that can be applied for: it holds from a day on, an earlier one until the day before.

    An application keeps the edition under which it was handed in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("代码"), max_length=30)
    name = models.CharField(_("名称"), max_length=60)
    module = models.CharField(_("模块"), max_length=12, choices=Module.choices)
    outcome = models.CharField(_("办成之后"), max_length=10, choices=Outcome.choices)
    change = models.CharField(_("变更哪一项"), max_length=12, choices=Change.choices, blank=True)
    states = models.JSONField(_("什么状态的组织可以申请"), default=list)
    legal_kinds = models.JSONField(_("什么类别的组织可以申请"), default=list)
    within = models.PositiveSmallIntegerField(_("办理时限（工作日）"))
    source = models.CharField(_("依据"), max_length=200)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"), null=True, blank=True)
    """The last day."""

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="applications_item_edition",
                violation_error_message=_("这一天已有一版"),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="applications_item_dates",
                violation_error_message=_("结束日期不能早于开始日期"),
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.CHANGE, change__in=Change.values)
                | (~Q(outcome=Outcome.CHANGE) & Q(change="")),
                name="applications_item_change",
                violation_error_message=_("变更的事项要选变更哪一项，其他事项不选"),
            ),
            models.CheckConstraint(
                condition=Q(within__range=(1, 250)),
                name="applications_item_within",
                violation_error_message=_("办理时限为 1 至 250 个工作日"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open_to(self, organisation: Organisation) -> bool:
        """Whether what the organisation is may apply for it."""
        return organisation.state in self.states and organisation.legal_kind in self.legal_kinds

    def kind_of(self, organisation: Organisation) -> str:
        """What it is by law once this has registered it: a group becomes what the item is for."""
        kind: str = organisation.legal_kind
        made = [one for one in self.legal_kinds if one in REGISTERED_KINDS]
        return kind if kind in REGISTERED_KINDS or not made else str(made[0])


class ServiceDocument(models.Model):
    """A paper that is asked for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(ServiceItem, on_delete=models.CASCADE, related_name="papers")
    name = models.CharField(_("材料"), max_length=60)
    is_required = models.BooleanField(_("必交"), default=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["item", "name"], name="applications_item_paper_once")]

    def __str__(self) -> str:
        return self.name


class ServiceDepartment(models.Model):
    """A department that is asked, with its own time; ``is_needed``: nothing is approved against it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(ServiceItem, on_delete=models.CASCADE, related_name="departments")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField(_("时限（工作日）"))
    is_needed = models.BooleanField(_("须其同意"), default=True)

    class Meta:
        ordering = ["department__position"]
        constraints = [
            models.UniqueConstraint(fields=["item", "department"], name="applications_item_once"),
            models.CheckConstraint(condition=Q(days__range=(1, 250)), name="applications_item_days"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.department_id}"
