"""The states of organisations, and the words for what they are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationState(TextChoices):
    LISTED = "listed", _("已发现")
    ON_FILE = "on_file", _("已备案")
    REGISTERED = "registered", pgettext_lazy("organisation", "已登记")
    LEFT = "left", pgettext_lazy("organisation", "已退出")


ACTIVE = (OrganisationState.LISTED, OrganisationState.ON_FILE, OrganisationState.REGISTERED)
PUBLIC = (OrganisationState.ON_FILE, OrganisationState.REGISTERED)
"""Which the directory shows. A group that was found is shown when it is on file; who left is shown with the reason."""


class OrganisationKind(TextChoices):
    """What it is by law. The first three are registered by the civil affairs authority (社会组织登记)."""

    ASSOCIATION = "association", _("社会团体")
    FOUNDATION = "foundation", _("基金会")
    SERVICE = "service", _("社会服务机构（民办非企业单位）")
    GROUP = "group", _("社区社会组织")
    OWNERS = "owners", _("业主委员会")
    SELF_MANAGED = "self_managed", _("小区自管委员会")
    PROPERTY = "property", _("物业服务企业")
    UNIT = "unit", _("驻区单位")
    MERCHANT = "merchant", _("商户")
    DEPARTMENT = "department", _("政府部门")


REGISTERED_KINDS = (OrganisationKind.ASSOCIATION, OrganisationKind.FOUNDATION, OrganisationKind.SERVICE)
SOCIAL_KINDS = (*REGISTERED_KINDS, OrganisationKind.GROUP)
"""Social organisations: what is cultivated, rated and counted as such."""


class OrganisationRole(TextChoices):
    """What it does for others (综合服务类、枢纽型、功能型), and the federations that join them."""

    COMPREHENSIVE = "comprehensive", _("综合服务类")
    HUB = "hub", _("枢纽型")
    FUNCTIONAL = "functional", _("功能型")
    FEDERATION = "federation", _("联合会")


class MemberRole(TextChoices):
    LEADER = "leader", _("负责人")
    DEPUTY = "deputy", _("副负责人")
    COUNCIL = "council", _("理事")
    SUPERVISOR = "supervisor", _("监事")
    MEMBER = "member", _("成员")


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
