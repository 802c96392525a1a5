"""The card of people on an organisation's page: masked, for those who may read it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import KindWords, columns, kinds
from linli.flow.sections import Section, add_section
from linli.kernel.actor import Actor
from linli.organisations.registry.models import Member, Organisation, Service
from linli.organisations.registry.policies import can_edit, can_read, can_unmask
from linli.organisations.registry.show import by_rank
from linli.organisations.registry.states import ACTIVE, MemberRole


def tell(organisation: Organisation, actor: Actor) -> Section | None:
    """One query."""
    if can_read(actor, organisation) is None:
        return None
    members = by_rank(organisation.members.on(timezone.localdate()).order_by("role", "joined_on", "id"))
    content = {
        "members": members,
        "may_edit": organisation.state in ACTIVE and can_edit(actor, organisation) is not None,
        "may_unmask": can_unmask(actor, organisation) is not None,
    }
    return Section(pgettext_lazy("several", "成员"), "registry/_members.html", content)


def register() -> None:
    add_section(Organisation, "members", tell)
    kinds.add(
        "organisation",
        KindWords(
            acts={"unmask": _("查看组织人员完整信息")},
            facts={"member": "", "part": _("身份"), "service": ""},
            values={"part": dict(MemberRole.choices)}
            | columns(Member, "edit_member")
            | columns(Service, "edit_service"),
        ),
    )
