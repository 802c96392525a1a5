"""The legal backbone of a community: who helps with the law there, signed in or not."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.events.disputes.states import LegalRole
from linli.kernel.ids import new_id
from linli.people.models import User
from linli.places.models import Place


class LegalPostQuerySet(models.QuerySet["LegalPost"]):
    def on(self, day: datetime.date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class LegalPost(models.Model):
    """Somebody's part in the legal backbone of a community, from–to. It opens nothing but the choice as a mediator."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("社区"))
    role = models.CharField(_("身份"), max_length=12, choices=LegalRole.choices)
    name = models.CharField(_("姓名"), max_length=40)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登录用户")
    )
    is_public = models.BooleanField(_("对外公布姓名"), default=False)
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"), null=True, blank=True)

    objects = LegalPostQuerySet.as_manager()

    class Meta:
        ordering = ["role", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="disputes_legalpost_dates",
                violation_error_message=_("结束日期不能早于开始日期"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name}"
