"""The people of an organisation."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.fields import EncryptedTextField
from linli.kernel.ids import new_id
from linli.kernel.masks import mask_name, mask_phone
from linli.organisations.registry.models.organisations import Organisation
from linli.organisations.registry.states import MemberRole


class MemberQuerySet(models.QuerySet["Member"]):
    def on(self, day: datetime.date) -> Self:
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), joined_on__lte=day)


class Member(models.Model):
    """Somebody's part in an organisation, from–to. Shown masked; who needs the whole says why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(_("身份"), max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER)
    name = EncryptedTextField(_("姓名"))
    phone = EncryptedTextField(_("手机号"), null=True, blank=True)
    is_party_member = models.BooleanField(_("党员"), default=False)
    joined_on = models.DateField(_("加入日期"))
    left_on = models.DateField(_("离开日期"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["role", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="registry_member_dates",
                violation_error_message=_("离开日期不能早于加入日期"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.role}"

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone or "")
