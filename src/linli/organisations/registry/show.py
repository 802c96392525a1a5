"""How an organisation is shown on its page and in lists."""

from typing import Any

from linli.flow import showing
from linli.flow.showing import Tones
from linli.flow.timeline import for_staff
from linli.organisations.models import Organisation
from linli.organisations.policies import can_read
from linli.organisations.registry.empowering import representatives_of
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.sections import sections_of
from linli.organisations.states import OrganisationState

TONES: Tones = {
    OrganisationState.LISTED: "waiting",
    OrganisationState.ON_FILE: "done",
    OrganisationState.REGISTERED: "done",
    OrganisationState.LEFT: "late",
}


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


def context_of(organisation: Organisation, actor: Any) -> dict[str, object]:
    """The whole page for this reader."""
    may_read = can_read(actor, organisation) is not None
    return {
        "organisation": organisation,
        "head": showing.head_of(organisation, TONES),
        "fields": list(organisation.fields.all()),
        "may_read": may_read,
        "representatives": [post.user.name for post in representatives_of(organisation)] if may_read else [],
        "offers": ORGANISATION.available(organisation, actor),
        "sections": sections_of(organisation, actor),
        "lines": for_staff(organisation) if may_read else [],
    }
