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
