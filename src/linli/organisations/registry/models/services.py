"""What an organisation offers: where, when, for whom. The public directory, and HSDS for other systems."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.kernel.search import joined, matching
from linli.kernel.weekdays import weekdays_in_words
from linli.organisations.registry.models.organisations import Organisation, WorkField
from linli.organisations.registry.states import PUBLIC
from linli.places.placed import Placed, PlacedQuerySet

SEARCHED = joined("name", "summary")


class ServiceQuerySet(PlacedQuerySet["Service"]):
    def public(self) -> Self:
        """Offered now, by an organisation that the directory shows."""
        return self.filter(is_offered=True, organisation__state__in=PUBLIC)

    def open_at(self, moment: datetime.datetime) -> Self:
        """Whose hours say so. Of holidays they know nothing."""
        local = timezone.localtime(moment)
        return self.filter(
            weekdays__contains=str(local.isoweekday()), opens_at__lte=local.time(), closes_at__gt=local.time()
        )

    def search(self, words: str) -> Self:
        """Those whose name or description holds all the words."""
        return matching(self, SEARCHED, words)

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(organisation__in=Organisation.objects.visible_to(actor))


class Service(Placed):
    """One thing that an organisation offers. Its id, and with it its address for other systems, never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="services")
    name = models.CharField(_("名称"), max_length=80)
    field = models.ForeignKey(WorkField, on_delete=models.PROTECT, related_name="services", verbose_name=_("领域"))
    summary = models.TextField(_("内容"), max_length=1000)
    for_whom = models.CharField(_("服务对象"), max_length=120, blank=True)
    fee = models.CharField(_("收费"), max_length=80, blank=True)
    where = models.CharField(_("地点"), max_length=120, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    weekdays = models.CharField(_("星期几"), max_length=7, blank=True)
    """ISO weekdays, 1 for Monday: ``135``."""
    opens_at = models.TimeField(_("开始"), null=True, blank=True)
    closes_at = models.TimeField(_("结束"), null=True, blank=True)
    phone = models.CharField(_("电话"), max_length=20, blank=True)
    is_offered = models.BooleanField(_("正在提供"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ServiceQuerySet.as_manager()

    class Meta(Placed.Meta):
        ordering = ["id"]
        indexes = [
            *Placed.index_list("registry_service"),
            models.Index(F("field"), F("id").desc(), name="registry_service_field"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="registry_service_name",
                violation_error_message=_("这个组织已有同名的服务"),
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="registry_service_point_range",
                violation_error_message=_("坐标超出范围"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def hours(self) -> str:
        """When, in words: ``周一、周三 9:00–17:00``; what is not known is left out."""
        days = weekdays_in_words(self.weekdays)
        if self.opens_at is None or self.closes_at is None:
            return days
        return f"{days} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}".strip()
