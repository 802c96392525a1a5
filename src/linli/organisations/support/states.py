"""The states of schemes of support and of what is asked for under them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SchemeState(TextChoices):
    OPEN = "open", pgettext_lazy("scheme", "可以申请")
    CLOSED = "closed", pgettext_lazy("scheme", "已停止")


class SupportKind(TextChoices):
    """What Tianjin's districts give by field and standing ([003])."""

    SEED = "seed", _("种子资金")
    PREMISES = "premises", _("场地")
    TRAINING = "training", _("培训")
    PURCHASE = "purchase", _("购买服务")


class SupportState(TextChoices):
    ASKED = "asked", pgettext_lazy("support", "待审批")
    GRANTED = "granted", pgettext_lazy("support", "已批准，使用中")
    REPORTED = "reported", _("已报告使用，待核")
    ENDED = "ended", pgettext_lazy("support", "已核实，办结")
    REFUSED = "refused", pgettext_lazy("support", "未批准")
    TAKEN_BACK = "taken_back", pgettext_lazy("support", "已撤回")


OPEN_SUPPORT = (SupportState.ASKED, SupportState.GRANTED, SupportState.REPORTED)
