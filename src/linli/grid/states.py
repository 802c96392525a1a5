"""The states of an event."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventState(TextChoices):
    REPORTED = "reported", _("待受理")
    ACCEPTED = "accepted", _("待派单")
    DISPATCHED = "dispatched", _("已派单")
    IN_PROGRESS = "in_progress", _("处理中")
    DONE = "done", _("待核查")
    CHECKED = "checked", _("待结案")
    CLOSED = "closed", _("已结案")
    REJECTED = "rejected", pgettext_lazy("state", "不予受理")


OPEN = (
    EventState.REPORTED,
    EventState.ACCEPTED,
    EventState.DISPATCHED,
    EventState.IN_PROGRESS,
    EventState.DONE,
    EventState.CHECKED,
)
ENDED = (EventState.CLOSED, EventState.REJECTED)


class Channel(TextChoices):
    RESIDENT = "resident", _("居民上报")
    GRID_WORKER = "grid_worker", _("网格员上报")
    STAFF = "staff", _("工作人员录入")


class PhotoStage(TextChoices):
    BEFORE = "before", _("上报时")
    AFTER = "after", _("处理后")
