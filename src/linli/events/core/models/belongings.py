"""What belongs to an event: its pictures, and apart from it who reported it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.events.core.models.events import Event
from linli.events.core.states import PhotoStage
from linli.kernel.fields import EncryptedTextField
from linli.kernel.ids import new_id
from linli.kernel.models import StoredFile


class Photo(models.Model):
    """A picture of an event, before or after."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=6, choices=PhotoStage.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.event_id} {self.stage}"


class Reporter(models.Model):
    """Who reported an event, apart from it: no handler ever reads this row.

    The phone number is optional and encrypted; the secret with which the reporter comes back is kept as a digest.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="reporter")
    phone = EncryptedTextField(_("手机号"), null=True, blank=True)
    phone_index = models.CharField(max_length=64, blank=True)
    secret_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["phone_index"], condition=~Q(phone_index=""), name="core_reporter_phone")]

    def __str__(self) -> str:
        return str(self.event_id)
