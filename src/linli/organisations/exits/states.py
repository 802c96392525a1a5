"""The states of exits, and what can be chosen there."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WarningState(TextChoices):
    WARNED = "warned", _("已预警")
    ANSWERED = "answered", _("已整改，待核")
    PUT_RIGHT = "put_right", _("整改到位")
    STRUCK = "struck", _("已注销退出")
    LIFTED = "lifted", _("预警撤回")


OPEN_WARNINGS = (WarningState.WARNED, WarningState.ANSWERED)


class WarningCause(TextChoices):
    IDLE = "idle", _("长期没有活动")
    NO_REPORT = "no_report", _("没有交年度报告")
    BREACH = "breach", _("违反章程或协议")
