"""What lower rooms have to know of party work."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from linli.audit.words import KindWords, kinds
from linli.flow.flow import reactions
from linli.flow.resources import Beginning, Resource, declare
from linli.flow.sections import add_section
from linli.kernel.registry import MenuItem, Periodic, menu, periodic
from linli.organisations.party import show
from linli.organisations.party.actions import hostings, parties
from linli.organisations.party.actions.planning import keep_rotas
from linli.organisations.party.flows import GROUP, HOSTING, PARTY, SWAP
from linli.organisations.party.forms import GroupForm, PartyForm, SwapForm
from linli.organisations.party.models import Hosting, PartyGroup, PartyOrganisation, Swap
from linli.organisations.party.policies import can_keep_some, can_read_names, can_see_some
from linli.organisations.party.show import can_see_party
from linli.organisations.registry.models import Organisation


def register() -> None:
    menu.add("party", MenuItem(_("党建"), "party", can_see_some, 36, under="organisations"))
    declare(
        Resource(
            PARTY,
            _("党组织"),
            begun=_("登记党组织"),
            seen=lambda actor: PartyOrganisation.objects.visible_to(actor).for_list(),
            tones=show.PARTY_TONES,
            facts=show.party_facts,
            may_read=can_read_names,
            begin=Beginning(_("登记党组织"), can_keep_some, PartyForm, parties.found_party),
            is_told_outside=False,
        ),
    )
    declare(
        Resource(
            GROUP,
            _("党建小组"),
            begun=_("建立小组"),
            seen=lambda actor: PartyGroup.objects.visible_to(actor),
            tones=show.GROUP_TONES,
            facts=lambda group: {"name": group.name, "about": group.about},
            begin=Beginning(_("建立小组"), can_keep_some, GroupForm, parties.found_group),
            is_told_outside=False,
        ),
    )
    declare(
        Resource(
            HOSTING,
            _("季度轮值"),
            begun=_("排入轮值"),
            seen=lambda actor: Hosting.objects.visible_to(actor).for_record(),
            tones=show.HOSTING_TONES,
            facts=show.hosting_facts,
            is_told_outside=False,
        ),
    )
    declare(
        Resource(
            SWAP,
            _("互换轮值"),
            begun=_("提出互换"),
            seen=lambda actor: Swap.objects.visible_to(actor).for_record(),
            tones=show.SWAP_TONES,
            facts=show.swap_facts,
            begin=Beginning(_("互换轮值"), can_see_party, SwapForm, hostings.ask_swap),
            is_told_outside=False,
        ),
    )
    reactions.add("party.after_missing", hostings.after_missing)
    reactions.add("party.leaving", parties.follow)
    periodic.add("party.keep_rotas", Periodic(timedelta(hours=1), keep_rotas))
    add_section(Organisation, "party", show.section)
    kinds.add("party_organisation", KindWords(facts={"group": _("党建小组")}))
    branch = {"branch": _("党支部")}
    kinds.add("hosting", KindWords(facts={"attended": _("到场人数"), **branch}))
    kinds.add("hosting_swap", KindWords(facts={"with": _("与谁互换"), **branch}))
