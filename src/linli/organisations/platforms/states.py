"""The states of platforms and of visits to them, and the parts of the standard they are held against."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.places.levels import Level


class PlatformState(TextChoices):
    OPEN = "open", pgettext_lazy("platform", "开放中")
    CLOSED = "closed", pgettext_lazy("platform", "已停办")


class VisitState(TextChoices):
    OPEN = "open", _("待整改")
    RIGHTED = "righted", _("待复查")
    DONE = "done", pgettext_lazy("visit", "已完成")


class ChecklistPart(TextChoices):
    """The five parts of the standard for service centres of source [002]."""

    PREMISES = "premises", _("服务设施")
    OPERATION = "operation", _("服务运营")
    CONDUCT = "conduct", _("服务行为")
    RULES = "rules", _("服务制度")
    EVALUATION = "evaluation", _("服务评价和监督")


PLATFORM_LEVELS = {
    Level.DISTRICT: _("区级中心"),
    Level.SUBDISTRICT: _("街道、镇服务站"),
    Level.COMMUNITY: _("社区工作站"),
}
"""What a platform is goes by the place that it is at (chapter 03, platforms on three levels)."""
