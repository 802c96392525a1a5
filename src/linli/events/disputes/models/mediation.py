"""What a mediation consists of: sessions, an agreement, visits after it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.events.disputes.models.disputes import Dispute, DisputePart, Party
from linli.events.disputes.states import FollowUpState, SessionOutcome, SessionState
from linli.kernel.fields import EncryptedTextField
from linli.kernel.ids import new_id
from linli.people.models import User


class Session(DisputePart):
    """The parties sit down together: planned, then held or not."""

    kind = "session"
    prefix = "MS"
    open_states = (SessionState.PLANNED,)

    starts_at = models.DateTimeField(_("时间"))
    where = models.CharField(_("地点"), max_length=80)
    parties = models.ManyToManyField(Party, related_name="+", verbose_name=_("到场的当事人"))
    mediators = models.ManyToManyField(User, related_name="+", verbose_name=_("到场的调解员"))
    said = EncryptedTextField(_("调解记录"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=12, choices=SessionOutcome.choices, blank=True)

    class Meta(DisputePart.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SessionState.values), name="disputes_session_state")
        ]


class Agreement(models.Model):
    """What the parties agreed to do, and by when. Spoken agreements count as well (People's Mediation Law, 28)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="agreements")
    terms = EncryptedTextField(_("协议内容"))
    due_on = models.DateField(_("履行期限"), null=True, blank=True)
    is_oral = models.BooleanField(_("口头协议"), default=False)
    agreed_at = models.DateTimeField()
    confirmed_on = models.DateField(_("申请司法确认的日期"), null=True)
    broken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["dispute"], condition=Q(broken_at=None), name="disputes_agreement_one")
        ]

    def __str__(self) -> str:
        return str(self.dispute_id)


class FollowUp(DisputePart):
    """A visit some time after an agreement: is it kept?"""

    kind = "followup"
    prefix = "FV"
    open_states = (FollowUpState.DUE,)

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="visits")
    due_on = models.DateField(_("回访日"))

    class Meta(DisputePart.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FollowUpState.values), name="disputes_followup_state")
        ]
