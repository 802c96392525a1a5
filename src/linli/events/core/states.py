"""The states of an event."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventState(TextChoices):
    REPORTED = "reported", _("待受理")
    ACCEPTED = "accepted", _("待派单")
    DISPATCHED = "dispatched", _("已派单")
    IN_PROGRESS = "in_progress", _("处理中")
    MEDIATING = "mediating", _("调解中")
    DONE = "done", _("待核查")
    CHECKED = "checked", _("待结案")
    CLOSED = "closed", _("已结案")
    REJECTED = "rejected", pgettext_lazy("state", "不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")
    JOINED = "joined", _("已并入")


OPEN = (
    EventState.REPORTED,
    EventState.ACCEPTED,
    EventState.DISPATCHED,
    EventState.IN_PROGRESS,
    EventState.MEDIATING,
    EventState.DONE,
    EventState.CHECKED,
)
ENDED = (EventState.CLOSED, EventState.REJECTED, EventState.WITHDRAWN)
AT_WORK = (EventState.DISPATCHED, EventState.IN_PROGRESS)
BEFORE_DONE = (EventState.ACCEPTED, *AT_WORK)


class AssistState(TextChoices):
    """A unit that assists the lead unit (协办), with a clock of its own."""

    ASKED = "asked", _("待协办")
    DONE = "done", pgettext_lazy("assist", "协办完毕")
    DECLINED = "declined", _("不予协办")
    RELEASED = "released", _("不再需要")


class AnswerState(TextChoices):
    """A unit that was whistled for: it answers, arrives, is rated."""

    CALLED = "called", _("待应哨")
    ANSWERED = "answered", _("已应哨")
    ARRIVED = "arrived", _("已到场")
    RATED = "rated", _("已评价")
    RELEASED = "released", _("不再需要")


class ExtensionState(TextChoices):
    """The lead unit asks for more time."""

    ASKED = "asked", _("待批准")
    ALLOWED = "allowed", _("已同意")
    REFUSED = "refused", _("不同意")
    RELEASED = "released", _("不再需要")


class Channel(TextChoices):
    RESIDENT = "resident", _("居民上报")
    GRID_WORKER = "grid_worker", _("网格员上报")
    STAFF = "staff", _("工作人员录入")
    HOTLINE = "hotline", pgettext_lazy("one", "热线工单")
    IMPORT = "import", _("原系统导入")


class PhotoStage(TextChoices):
    BEFORE = "before", _("上报时")
    AFTER = "after", _("处理后")
