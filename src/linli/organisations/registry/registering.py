"""What lower rooms have to know of the registry."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import ACTIONS, VALUES
from linli.flow.flow import reactions
from linli.flow.resources import Beginning, Resource, declare
from linli.kernel.registry import MenuItem, menu
from linli.organisations.registry import actions
from linli.organisations.registry.actions import list_organisation
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.forms import ListingForm
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_list, can_see_organisations
from linli.organisations.registry.show import TONES, facts
from linli.organisations.registry.states import OrganisationKind, OrganisationRole


def register() -> None:
    title = pgettext_lazy("several", "社会组织")
    menu.add("organisations", MenuItem(title, "organisations", can_see_organisations, position=30))
    declare(
        Resource(
            ORGANISATION,
            _("社会组织"),
            seen=lambda actor: Organisation.objects.worked_on_by(actor).for_record(),
            tones=TONES,
            facts=facts,
            begin=Beginning(_("列入组织"), can_list, ListingForm, list_organisation),
        )
    )
    reactions.add("organisations.activity", actions.notice_activity)
    ACTIONS["organisation.begin"] = pgettext_lazy("step", "列入组织")
    VALUES.update((*OrganisationKind.choices, *OrganisationRole.choices))
