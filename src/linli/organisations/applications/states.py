"""The states of an application and of what departments say to it, and what an item leads to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Module(TextChoices):
    """The three parts of source [002]."""

    APPROVAL = "approval", pgettext_lazy("module", "审批")
    RECORD = "record", pgettext_lazy("module", "备案")
    SUPERVISION = "supervision", pgettext_lazy("module", "监管")


class Outcome(TextChoices):
    NOTHING = "nothing", _("只答复，不改动名录")
    FILE = "file", _("备案并发证")
    REGISTER = "register", _("由登记机关登记，这里记下结果")
    CHANGE = "change", _("变更名录中的一项")
    REPORT = "report", _("年度报告")
    LEAVE = "leave", _("注销并退出名录")


class Change(TextChoices):
    """What of an organisation an item changes."""

    NAME = "name", _("名称")
    LEADER = "leader", _("负责人")
    ADDRESS = "address", _("办公地址")
    PREMISES = "premises", _("办公场所")
    SUMMARY = "summary", _("业务范围")
    ACCOUNT = "account", _("银行账号")
    CHARTER = "has_charter", _("章程")
    SEAL = "has_seal", _("印章")


RECORDED = (Change.CHARTER, Change.SEAL)
"""Of these only that there is one is kept: nothing is to be filled in."""


class ApplicationState(TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待受理")
    RETURNED = "returned", _("待补正")
    ASKED = "asked", _("部门会办")
    COLLECTED = "collected", _("待决定")
    APPROVED = "approved", pgettext_lazy("application", "已通过")
    REFUSED = "refused", pgettext_lazy("application", "未通过")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "已撤回")


UNSENT = (ApplicationState.DRAFT, ApplicationState.RETURNED)
"""With the applicant, who still changes it."""
UNDECIDED = (ApplicationState.ASKED, ApplicationState.COLLECTED)
UNDER_WAY = (*UNSENT, ApplicationState.SUBMITTED, *UNDECIDED)


class OpinionState(TextChoices):
    ASKED = "asked", _("待答复")
    STOPPED = "stopped", _("等申请人补充")
    AGREED = "agreed", pgettext_lazy("opinion", "同意")
    OBJECTED = "objected", pgettext_lazy("opinion", "不同意")
    RELEASED = "released", pgettext_lazy("opinion", "未答复")


OPEN = (OpinionState.ASKED, OpinionState.STOPPED)
GIVEN = (OpinionState.AGREED, OpinionState.OBJECTED)
