"""The states of disputes, and what can be chosen there."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DisputeState(TextChoices):
    """A mediation: it goes on until it is settled or given up; what is settled is over once it is kept."""

    MEDIATING = "mediating", _("调解中")
    AGREED = "agreed", _("已达成协议")
    SETTLED = "settled", _("已履行完毕")
    FAILED = "failed", _("调解不成")


class DisputeChannel(TextChoices):
    REPORTED = "reported", _("由事件转入")
    APPLIED = "applied", _("当事人申请")
    SEARCHED = "searched", _("排查发现")
    TRANSFERRED = "transferred", _("有关单位移送")


class Side(TextChoices):
    FIRST = "first", _("甲方")
    SECOND = "second", _("乙方")
    OTHER = "other", _("其他有关的人")


class SessionState(TextChoices):
    PLANNED = "planned", _("已约定")
    HELD = "held", _("已调解")
    NOT_HELD = "not_held", _("未能进行")
    RELEASED = "released", _("不再需要")


class SessionOutcome(TextChoices):
    AGREED = "agreed", _("达成一致")
    NEARER = "nearer", _("有进展，继续调解")
    APART = "apart", _("分歧仍大")


class FollowUpState(TextChoices):
    DUE = "due", _("待回访")
    KEPT = "kept", _("在履行")
    BROKEN = "broken", _("没有履行")
    RELEASED = "released", _("不再需要")


class LegalRole(TextChoices):
    """The legal backbone of a community, besides its community and grid workers, who hold posts."""

    ADVISER = "adviser", _("法律顾问")
    LAW_WISE = "law_wise", _("法律明白人")
    MEDIATOR = "mediator", _("人民调解员")


class SearchState(TextChoices):
    """A community's monthly search for disputes."""

    DUE = "due", _("待排查")
    DONE = "done", pgettext_lazy("search", "已排查")
    LAPSED = "lapsed", _("没有排查")
