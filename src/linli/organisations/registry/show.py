"""How an organisation is shown on its page and in lists."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from linli.flow import showing
from linli.flow.sections import sections_of
from linli.flow.showing import Tones
from linli.flow.timeline import for_staff
from linli.kernel.actor import Actor
from linli.organisations.registry.empowering import representatives_of
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.history import changes_of
from linli.organisations.registry.models import Member, Organisation
from linli.organisations.registry.policies import can_read
from linli.organisations.registry.states import MemberRole, OrganisationState
from linli.places.levels import Level

TONES: Tones = {
    OrganisationState.LISTED: "waiting",
    OrganisationState.ON_FILE: "done",
    OrganisationState.REGISTERED: "done",
    OrganisationState.LEFT: "waiting",
}


LISTED_LEVELS = (Level.SUBDISTRICT, Level.COMMUNITY)
MOST_MEMBERS = 100
"""Of an organisation on its page, leaders first."""


def facts(organisation: Organisation) -> dict[str, Any]:
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
        "left_because": organisation.left_because,
    }


def context_of(organisation: Organisation, actor: Actor) -> dict[str, object]:
    """The whole page for this reader."""
    may_read = can_read(actor, organisation) is not None
    return {
        "organisation": organisation,
        "head": showing.head_of(organisation),
        "fields": list(organisation.fields.all()),
        "may_read": may_read,
        "representatives": [post.user.name for post in representatives_of(organisation)] if may_read else [],
        "offers": ORGANISATION.available(organisation, actor),
        "sections": sections_of(organisation, actor),
        "changes": changes_of(organisation) if may_read else [],
        "lines": for_staff(organisation) if may_read else [],
        "is_told": Organisation.objects.told().filter(pk=organisation.pk).exists(),
    }


def people_of(organisation: Organisation) -> dict[str, object]:
    """The page on which people are read in full."""
    members = organisation.members.on(timezone.localdate()).order_by("role", "joined_on", "id")
    return {
        "organisation": organisation,
        "head": showing.head_of(organisation),
        "members": by_rank(members),
    }


def by_rank(members: Iterable[Member]) -> list[Member]:
    """Leaders first, in the order of the list of roles."""
    rank = {role: position for position, role in enumerate(MemberRole.values)}
    return sorted(members, key=lambda member: rank[member.role])[:MOST_MEMBERS]
