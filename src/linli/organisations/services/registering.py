"""The card of services on an organisation's page."""

from typing import Any

from django.utils.translation import pgettext_lazy

from linli.organisations.models import Organisation
from linli.organisations.policies import can_edit
from linli.organisations.sections import Section, sections
from linli.organisations.states import ACTIVE


def tell(organisation: Organisation, actor: Any) -> Section | None:
    """What it offers, and what it no longer does. One query."""
    services = list(organisation.services.select_related("field").order_by("-is_offered", "name"))
    may_edit = organisation.state in ACTIVE and can_edit(actor, organisation) is not None
    if not services and not may_edit:
        return None
    content = {"services": services, "may_edit": may_edit}
    return Section(pgettext_lazy("several", "服务"), "organisations/_services.html", content)


def register() -> None:
    sections.add("services", tell)
