"""What an organisation did: told by its own people, day by day."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.organisations.registry.models.organisations import Organisation


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(organisation__in=Organisation.objects.visible_to(actor))


class Activity(models.Model):
    """Something that an organisation did on a day. Public: it says how many came, never who."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="activities")
    day = models.DateField(_("日期"))
    what = models.CharField(_("做了什么"), max_length=200)
    people = models.PositiveIntegerField(_("多少人参加"), default=0)
    told_at = models.DateTimeField(auto_now_add=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["organisation", "-day"], name="registry_activity_latest")]

    def __str__(self) -> str:
        return f"{self.day} {self.what}"
