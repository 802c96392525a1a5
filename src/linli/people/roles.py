"""The roles a post can have. What each may do is said by the policies of the apps."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    GRID_WORKER = "grid_worker", _("网格员")
    COMMUNITY_WORKER = "community_worker", _("社区专职")
    DISPATCHER = "dispatcher", _("分流员")
    LEADER = "leader", _("分管领导")
    HANDLER = "handler", _("承办人")
    ORGANISATION_OFFICER = "organisation_officer", _("社会组织专员")
    INCUBATOR = "incubator", _("孵化专员")
    REPRESENTATIVE = "representative", _("组织代表")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDITOR = "auditor", _("审计管理员")


ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
"""Set up, grant, watch: nobody holds two of these (GB/T 22239: separate administrators)."""

AT_A_UNIT = (Role.HANDLER, Role.REPRESENTATIVE)
"""Roles whose post is at a unit; all others are at a place."""
