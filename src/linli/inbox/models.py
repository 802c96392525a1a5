"""What waits for somebody, what they are told, and the work that repeats."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.inbox.webhooks.models import Delivery, Webhook
from linli.kernel.ids import new_id
from linli.people.models import User
from linli.places.fields import CodeField

__all__ = ["Delivery", "EmailState", "Job", "Message", "MessageKind", "Task", "TaskQuerySet", "Webhook"]


class TaskQuerySet(models.QuerySet["Task"]):
    def held_by(self, holders: list[str]) -> "TaskQuerySet":
        """What waits for one of these holders, the most urgent first: one indexed query."""
        return self.filter(holder__in=holders).order_by(models.F("due_at").asc(nulls_last=True), "record_id")

    def escalated_to(self, holders: list[str]) -> "TaskQuerySet":
        """What came to these holders because it was late below."""
        return self.filter(escalate_to__in=holders, escalated_at__isnull=False).order_by("due_at", "record_id")


class Task(models.Model):
    """A record waits for somebody. One row for each waiting record, gone when nothing waits any more."""

    record_id = models.UUIDField(primary_key=True)
    record_kind = models.CharField(max_length=40)
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=80)
    code = CodeField()
    holder = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    is_due_certain = models.BooleanField(default=True)
    warn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    escalate_to = models.CharField(max_length=64, blank=True)
    escalated_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["holder", "due_at"], name="inbox_task_holder"),
            models.Index(fields=["warn_at"], condition=Q(warned_at=None), name="inbox_task_warn"),
            models.Index(fields=["due_at"], condition=Q(escalated_at=None), name="inbox_task_due"),
            models.Index(fields=["escalate_to"], condition=Q(escalated_at__isnull=False), name="inbox_task_up"),
        ]

    def __str__(self) -> str:
        return f"{self.number} → {self.holder}"


class MessageKind(models.TextChoices):
    NEW = "new", _("新到")
    WARNING = "warning", _("即将到期")
    LATE = "late", _("已逾期")


class EmailState(models.TextChoices):
    NONE = "none", _("不发邮件")
    WAITING = "waiting", _("等待发送")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("未能送达")


class Message(models.Model):
    """A line to one person: read in the app, and the outbox row of the same line by e-mail.

    Written in the transaction of what it tells of, so that neither exists without the other.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=8, choices=MessageKind.choices)
    record_kind = models.CharField(max_length=40)
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=80)
    due_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    email_state = models.CharField(max_length=8, choices=EmailState.choices, default=EmailState.NONE)
    email_attempts = models.PositiveSmallIntegerField(default=0)
    email_next_at = models.DateTimeField(null=True)
    email_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-id"], name="inbox_message_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="inbox_message_unread"),
            models.Index(fields=["email_next_at"], condition=Q(email_state="waiting"), name="inbox_message_outbox"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Job(models.Model):
    """One piece of periodic work: when it is next due, and who has it now until when."""

    name = models.CharField(max_length=60, primary_key=True)
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
