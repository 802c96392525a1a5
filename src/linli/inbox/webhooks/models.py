"""Who is told, and every telling."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.kernel.fields import EncryptedTextField
from linli.kernel.ids import new_id
from linli.places.levels import after
from linli.places.models import Place


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def inside(self, codes: Iterable[str]) -> Self:
        """Those of the places with these codes and of all within them."""
        reach = Q(pk=None)
        for code in codes:
            reach |= Q(place__code__gte=code, place__code__lt=after(code))
        return self.filter(reach)


class Webhook(models.Model):
    """An address of another system that hears of every move of these kinds of records at a place and below it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("名称"), max_length=60)
    url = models.CharField(_("地址"), max_length=500)
    secret = EncryptedTextField(editable=False)
    kinds = models.JSONField(default=list)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("地点"))
    is_active = models.BooleanField(pgettext_lazy("webhook", "启用"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WebhookQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    WAITING = "waiting", _("等待发送")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("未能送达")


class Delivery(models.Model):
    """One move, told to one webhook. Written in the transaction of the move, so that neither is without the other.

    ``error`` is a code, not what the other side said. A row is taken by moving ``next_at``; whoever is killed while
    sending leaves it to be sent again then.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    record_kind = models.CharField(max_length=40)
    number = models.CharField(max_length=20)
    move = models.CharField(max_length=40)
    body = models.TextField()
    created_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=Q(outcome="waiting"), name="inbox_delivery_due"),
            models.Index(fields=["webhook", "-id"], name="inbox_delivery_webhook"),
            models.Index(fields=["created_at"], name="inbox_delivery_age"),
        ]
        constraints = [models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="inbox_delivery_outcome")]

    def __str__(self) -> str:
        return f"{self.number} {self.move} → {self.webhook_id}"
