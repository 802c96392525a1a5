"""How an organisation is shown on its page and in lists."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.flow.record_pages import record_context
from linli.flow.sections import sections_of
from linli.flow.sheets import NUMBER, PLACE, STATE, SheetColumn
from linli.flow.showing import Tones, head_of
from linli.kernel.actor import Actor
from linli.organisations.registry.empowering import representatives_of
from linli.organisations.registry.history import changes_of
from linli.organisations.registry.models import Member, Organisation
from linli.organisations.registry.policies import can_read
from linli.organisations.registry.states import MemberRole, OrganisationState

TONES: Tones = {
    OrganisationState.LISTED: "waiting",
    OrganisationState.ON_FILE: "done",
    OrganisationState.REGISTERED: "done",
    OrganisationState.LEFT: "waiting",
}

SHEET: tuple[SheetColumn[Organisation], ...] = (
    NUMBER,
    SheetColumn(_("名称"), 30, lambda row: row.record.name),
    PLACE,
    STATE,
    SheetColumn(_("类别"), 22, lambda row: row.record.get_legal_kind_display()),
    SheetColumn(_("作用"), 12, lambda row: row.record.get_role_display()),
    SheetColumn(_("领域"), 20, lambda row: gettext("、").join(field.name for field in row.record.fields.all())),
    SheetColumn(_("统一社会信用代码"), 22, lambda row: row.record.code),
    SheetColumn(_("登记机关"), 16, lambda row: row.record.authority),
    SheetColumn(_("登记日期"), 12, lambda row: row.record.registered_on, "date"),
    SheetColumn(_("备案编号"), 18, lambda row: row.record.filing_number),
    SheetColumn(_("备案日期"), 12, lambda row: row.record.filed_on, "date"),
    SheetColumn(_("办公地址"), 26, lambda row: row.record.address),
    SheetColumn(_("公开电话"), 16, lambda row: row.record.phone),
    SheetColumn(_("做什么"), 50, lambda row: row.record.summary),
    SheetColumn(_("退出日期"), 12, lambda row: row.record.left_on, "date"),
    SheetColumn(_("退出原因"), 30, lambda row: row.record.left_reason),
)
"""The list as a workbook: neither people nor accounts are in it."""
MOST_MEMBERS = 100
"""Of an organisation on its page, leaders first."""


def facts(organisation: Organisation) -> dict[str, object]:
    """What the API says of it: what is public of one in the directory."""
    return {
        "name": organisation.name,
        "legal_kind": organisation.legal_kind,
        "role": organisation.role,
        "is_social_work_agency": organisation.is_social_work_agency,
        "fields": [{"code": field.code, "name": field.name} for field in organisation.fields.all()],
        "code": organisation.code,
        "authority": organisation.authority,
        "registered_on": organisation.registered_on,
        "filing_number": organisation.filing_number,
        "filed_on": organisation.filed_on,
        "founded_on": organisation.founded_on,
        "summary": organisation.summary,
        "address": organisation.address,
        "phone": organisation.phone,
        "website": organisation.website,
        "left_on": organisation.left_on,
        "left_reason": organisation.left_reason,
    }


def context_of(organisation: Organisation, actor: Actor) -> dict[str, object]:
    """The whole page for this reader."""
    may_read = can_read(actor, organisation) is not None
    return {
        **record_context(organisation, actor),
        "organisation": organisation,
        "fields": list(organisation.fields.all()),
        "may_read": may_read,
        "representatives": [post.user.name for post in representatives_of(organisation)] if may_read else [],
        "sections": sections_of(organisation, actor),
        "changes": changes_of(organisation) if may_read else [],
        "has_public_page": Organisation.objects.with_public_page().filter(pk=organisation.pk).exists(),
    }


def people_of(organisation: Organisation) -> dict[str, object]:
    """The page on which people are read in full."""
    members = organisation.members.on(timezone.localdate()).order_by("role", "joined_on", "id")
    return {
        "organisation": organisation,
        "head": head_of(organisation),
        "members": by_rank(members),
    }


def by_rank(members: Iterable[Member]) -> list[Member]:
    """Leaders first, in the order of the list of roles."""
    rank = {role: position for position, role in enumerate(MemberRole.values)}
    return sorted(members, key=lambda member: rank[member.role])[:MOST_MEMBERS]
