"""The states of spaces, and what can be chosen there."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AgreementState(TextChoices):
    PROPOSED = "proposed", _("待对方确认")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "履行中")
    ENDED = "ended", pgettext_lazy("agreement", "已到期")
    BROKEN_OFF = "broken_off", _("提前终止")
    DECLINED = "declined", _("未达成")


class Measure(TextChoices):
    """How service for space is counted ([004])."""

    HOURS = "hours", _("小时")
    TIMES = "times", pgettext_lazy("unit", "次")
    PEOPLE = "people", pgettext_lazy("unit", "人次")


class Rhythm(TextChoices):
    MONTH = "month", _("每月")
    QUARTER = "quarter", _("每季度")


class PeriodState(TextChoices):
    RUNNING = "running", pgettext_lazy("period", "进行中")
    MET = "met", pgettext_lazy("period", "已达到")
    SHORT = "short", pgettext_lazy("period", "未达到")


class DeliveryState(TextChoices):
    TOLD = "told", _("待核实")
    CONFIRMED = "confirmed", pgettext_lazy("delivery", "已核实")
    REFUSED = "refused", pgettext_lazy("delivery", "不认可")
