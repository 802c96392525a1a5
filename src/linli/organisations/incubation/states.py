"""The states of incubation and of what belongs to it, and the words for what they are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FindingState(TextChoices):
    FOUND = "found", _("待邀请")
    INVITED = "invited", _("已邀请")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "已接受")
    DECLINED = "declined", pgettext_lazy("invitation", "已谢绝")
    NO_ANSWER = "no_answer", _("没有答复")


class FoundBy(TextChoices):
    """How a group that already serves came to be known (机构识别)."""

    VISIT = "visit", _("实地走访")
    COMMUNITY = "community", _("社区推荐")
    RESIDENTS = "residents", _("居民推荐")
    SURVEY = "survey", _("问卷调查")
    ACTIVITY = "activity", _("活动中发现")
    ITSELF = "itself", _("自己找来")


class IncubationState(TextChoices):
    GOING = "going", _("孵化中")
    PAUSED = "paused", _("暂停孵化")
    GRADUATED = "graduated", _("已出壳")
    DROPPED = "dropped", _("中途退出")


GOING_ON = (IncubationState.GOING, IncubationState.PAUSED)


class Way(TextChoices):
    """站内孵化、站外指导、线上云孵化 (source [000])."""

    IN_HOUSE = "in_house", _("站内孵化")
    OUTSIDE = "outside", _("站外指导")
    ONLINE = "online", _("线上云孵化")


class DropReason(TextChoices):
    NO_LEADER = "no_leader", _("没有带头人")
    FEW_MEMBERS = "few_members", _("成员散了")
    NO_NEED = "no_need", _("需求没有了")
    MERGED = "merged", _("并入别的组织")
    OWN_WISH = "own_wish", _("自己不愿再参加")
    NO_PROGRESS = "no_progress", _("长期没有进展")
    LEFT = "left", _("组织退出名录")


class Special(TextChoices):
    """What the evidence of a step holds besides words, numbers and files."""

    NOTHING = "nothing", _("没有别的")
    LEADERS = "leaders", _("带头人")
    COUNCIL = "council", _("理事会、名称和标识")
    FILING = "filing", _("已备案或登记")


class EvidenceState(TextChoices):
    SENT = "sent", _("等待审核")
    ACCEPTED = "accepted", pgettext_lazy("evidence", "已通过")
    RETURNED = "returned", pgettext_lazy("evidence", "已退回")
    WITHDRAWN = "withdrawn", pgettext_lazy("evidence", "已撤回")
    RELEASED = "released", pgettext_lazy("evidence", "不再需要")


class FileKind(TextChoices):
    PHOTO = "photo", _("照片")
    DOCUMENT = "document", pgettext_lazy("evidence", "文件")
    LOGO = "logo", _("标识")


class VisitKind(TextChoices):
    VISIT = "visit", _("每月走访")
    CALL = "call", _("每周电话")


class VisitState(TextChoices):
    DUE = "due", _("该做了")
    DONE = "done", pgettext_lazy("visit", "已做")
    MISSED = "missed", pgettext_lazy("visit", "没有做")
    RELEASED = "released", pgettext_lazy("visit", "不再需要")


class TrainingKind(TextChoices):
    TRAINING = "training", _("培训")
    EXCHANGE = "exchange", _("参访交流")


class TrainingState(TextChoices):
    PLANNED = "planned", _("报名中")
    HELD = "held", pgettext_lazy("training", "已举办")
    CALLED_OFF = "called_off", pgettext_lazy("training", "已取消")


class RequestState(TextChoices):
    ASKED = "asked", _("已申请")
    GIVEN = "given", pgettext_lazy("service", "已提供")
    REFUSED = "refused", pgettext_lazy("service", "未能提供")
    RELEASED = "released", pgettext_lazy("service", "不再需要")
