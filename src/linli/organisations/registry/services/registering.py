"""The card of services on an organisation's page."""

from django.utils.translation import pgettext_lazy

from linli.flow.sections import Section, add_section
from linli.kernel.actor import Actor
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_edit
from linli.organisations.registry.states import ACTIVE


def tell(organisation: Organisation, actor: Actor) -> Section | None:
    """What it offers, and what it no longer does. One query."""
    services = list(organisation.services.select_related("field").order_by("-is_offered", "name"))
    may_edit = organisation.state in ACTIVE and can_edit(actor, organisation) is not None
    if not services and not may_edit:
        return None
    content = {"services": services, "may_edit": may_edit}
    return Section(pgettext_lazy("several", "服务"), "registry/_services.html", content)


def register() -> None:
    add_section(Organisation, "services", tell)
