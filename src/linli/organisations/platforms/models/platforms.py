"""Platforms for organisations on three levels, who runs them, and what visits to them found."""

import datetime
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.kernel.problems import Text
from linli.organisations.platforms.states import PLATFORM_LEVELS, ChecklistPart, PlatformState, VisitState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import SEEING
from linli.places.levels import LEVELS_BY_LENGTH, Level
from linli.places.models import Premises
from linli.places.placed import PlacedQuerySet, inside


class PlatformQuerySet(PlacedQuerySet["Platform"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those at the places of the actor's posts, and those that the actor's organisation runs now."""
        reaches = [inside(code) for code in actor.codes(*SEEING)]
        if actor.unit_ids:
            run = Operation.objects.filter(until=None, organisation__unit__in=actor.unit_ids)
            reaches.append(Q(pk__in=run.values("platform")))
        return self.filter(reduce(or_, reaches) if reaches else Q(pk=None))

    def standing(self) -> Self:
        return self.filter(state=PlatformState.OPEN)

    def for_list(self) -> Self:
        now = Operation.objects.filter(until=None).select_related("organisation")
        return self.select_related("place", "premises").prefetch_related(
            models.Prefetch("operations", queryset=now, to_attr="run_by")
        )


class Platform(Record):
    """A district's centre, a subdistrict's or a community's station. ``area``, ``hours`` and ``contact`` are its own;
    where it says nothing, what its premises say holds."""

    kind = "platform"
    prefix = "PT"
    run_by: "list[Operation]"

    name = models.CharField(_("名称"), max_length=60)
    premises = models.ForeignKey(
        Premises, on_delete=models.PROTECT, null=True, blank=True, related_name="platforms", verbose_name=_("服务用房")
    )
    area = models.PositiveIntegerField(_("面积（平方米）"), null=True, blank=True)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    hours = models.CharField(_("开放时间"), max_length=80, blank=True)
    contact = models.CharField(_("联系方式"), max_length=80, blank=True)
    opened_on = models.DateField(_("启用日期"))
    closed_on = models.DateField(_("停办日期"), null=True, editable=False)

    objects = PlatformQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = Record.index_list("platforms_platform")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PlatformState.values), name="platforms_platform_state"),
            models.UniqueConstraint(
                fields=["place", "name"],
                condition=Q(state=PlatformState.OPEN),
                name="platforms_platform_name",
                violation_error_message=_("此地已有同名的平台"),
            ),
        ]

    @property
    def title(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("platform", args=[self.number])

    @property
    def level(self) -> Level:
        return LEVELS_BY_LENGTH[len(self.path)]

    @property
    def level_words(self) -> Text:
        return PLATFORM_LEVELS[self.level]

    @property
    def shown_area(self) -> int | None:
        return self.area if self.area is not None else self.premises.area if self.premises else None

    @property
    def shown_hours(self) -> str:
        return self.hours or (self.premises.hours if self.premises else "")

    @property
    def shown_contact(self) -> str:
        return self.contact or (self.premises.contact if self.premises else "")

    @property
    def operator(self) -> Organisation | None:
        """Who runs it today."""
        found = self.operations.filter(until=None).select_related("organisation").first()
        return found.organisation if found else None


class Operation(models.Model):
    """That an organisation runs a platform, from–to. ``until`` is the first day on which it no longer does."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="operations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="operations")
    since = models.DateField(_("从哪一天起"))
    until = models.DateField(_("到哪一天"), null=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["platform"], condition=Q(until=None), name="platforms_operation_one_now"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="platforms_operation_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} by {self.organisation_id}"


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    def on(self, day: datetime.date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def for_level(self, level: str) -> Self:
        return self.filter(level__in=("", level))


class ChecklistItem(models.Model):
    """One line of the standard. With ``least`` it is a number that is counted; otherwise it is met or not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("代码"), max_length=30, unique=True)
    part = models.CharField(_("部分"), max_length=10, choices=ChecklistPart.choices)
    level = models.CharField(
        _("适用于"),
        max_length=12,
        blank=True,
        choices=[(level.value, words) for level, words in PLATFORM_LEVELS.items()],
    )
    text = models.CharField(_("要求"), max_length=120)
    least = models.PositiveIntegerField(_("至少"), null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=12, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    valid_from = models.DateField(_("启用日"))
    valid_to = models.DateField(_("停用日"), null=True, blank=True)
    """The first day on which it no longer holds."""

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="platforms_checklistitem_dates",
                violation_error_message=_("停用日不能早于启用日"),
            ),
            models.CheckConstraint(condition=Q(part__in=ChecklistPart.values), name="platforms_checklistitem_part"),
        ]

    def __str__(self) -> str:
        return self.text

    def is_valid_on(self, day: datetime.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class PlatformCheckQuerySet(PlacedQuerySet["PlatformCheck"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(platform__in=Platform.objects.visible_to(actor))

    def for_record(self) -> Self:
        return self.select_related("platform__place", "place").prefetch_related("findings__item")


class PlatformCheck(Record):
    """A platform was held against the standard on a day. Each visit stays: the history of a platform."""

    kind = "platform_visit"
    prefix = "PV"
    is_listed_by_place = False

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("检查日期"))
    put_right_by = models.DateField(_("整改期限"), null=True, blank=True)

    objects = PlatformCheckQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="platforms_platformcheck_state"),
            models.CheckConstraint(
                condition=Q(put_right_by=None) | Q(put_right_by__gte=F("visited_on")),
                name="platforms_platformcheck_dates",
                violation_error_message=_("整改期限不能早于检查日期"),
            ),
        ]

    @property
    def title(self) -> str:
        return self.platform.name

    def get_absolute_url(self) -> str:
        return reverse("platform_visit", args=[self.number])


class CheckedItem(models.Model):
    """What a visit found of one item. ``least`` is what the item asked for on that day."""

    visit = models.ForeignKey(PlatformCheck, on_delete=models.CASCADE, related_name="findings")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+")
    is_met = models.BooleanField(_("达到"))
    found = models.PositiveIntegerField(_("实有"), null=True)
    least = models.PositiveIntegerField(_("应有"), null=True)

    class Meta:
        ordering = ["item__position", "item__code"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "item"], name="platforms_checkeditem_once"),
            models.CheckConstraint(
                condition=Q(least=None, found=None)
                | Q(is_met=True, found__gte=F("least"))
                | Q(is_met=False, found__lt=F("least")),
                name="platforms_checkeditem_is_met",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.item_id}"

    @property
    def short(self) -> int | None:
        """By how much it falls short, where it is counted."""
        return max(0, self.least - self.found) if self.least is not None and self.found is not None else None
