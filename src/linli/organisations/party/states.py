"""The states of party organisations, their groups, and the quarters in which one of a group hosts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartyKind(TextChoices):
    JOINT = "joint", _("综合党委")
    TRADE = "trade", _("行业党委")
    BRANCH = "branch", _("党支部")
    UNITED = "united", _("联合党支部")


BRANCHES = (PartyKind.BRANCH, PartyKind.UNITED)
"""What organisations belong to, and what takes its turn in a group."""


class PartyState(TextChoices):
    ACTIVE = "active", pgettext_lazy("party", "在册")
    DISSOLVED = "dissolved", pgettext_lazy("party", "已撤销")


class GroupState(TextChoices):
    ACTIVE = "active", pgettext_lazy("group", "进行中")
    ENDED = "ended", pgettext_lazy("group", "已结束")


class HostingState(TextChoices):
    PLANNED = "planned", _("已排")
    DUE = "due", _("待主持")
    HELD = "held", pgettext_lazy("hosting", "已主持")
    MISSED = "missed", pgettext_lazy("hosting", "没有办")
    FREED = "freed", pgettext_lazy("hosting", "已让出")


OPEN = (HostingState.PLANNED, HostingState.DUE)


class SwapState(TextChoices):
    ASKED = "asked", _("等对方答复")
    AGREED = "agreed", pgettext_lazy("swap", "已互换")
    DECLINED = "declined", pgettext_lazy("swap", "没有同意")
    LAPSED = "lapsed", pgettext_lazy("swap", "已作罢")
