"""What lower rooms have to know of support."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import KindWords, kinds
from linli.flow.resources import Beginning, Resource, declare
from linli.flow.sections import add_section
from linli.kernel.problems import Text
from linli.kernel.registry import MenuItem, menu
from linli.organisations.registry.ends import on_left
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_see_organisations
from linli.organisations.support import show
from linli.organisations.support.actions import ask, offer
from linli.organisations.support.flows import SUPPORT, SUPPORT_SCHEME
from linli.organisations.support.forms import AskForm, NewSchemeForm
from linli.organisations.support.models import Support, SupportScheme
from linli.organisations.support.policies import can_ask_somewhere, can_offer, can_offer_somewhere
from linli.organisations.support.states import SupportState


def register() -> None:
    menu.add("support", MenuItem(_("扶持政策"), "support_schemes", can_see_organisations, 35, under="organisations"))
    declare(
        Resource(
            SUPPORT_SCHEME,
            _("扶持政策"),
            begun=pgettext_lazy("step", "发布扶持政策"),
            seen=lambda actor: SupportScheme.objects.visible_to(actor).for_list(),
            tones=show.TONES,
            facts=show.scheme_facts,
            may_read=can_offer,
            begin=Beginning(_("发布扶持政策"), can_offer_somewhere, NewSchemeForm, offer),
        )
    )
    declare(
        Resource(
            SUPPORT,
            _("扶持申请"),
            begun=pgettext_lazy("step", "申请扶持"),
            seen=lambda actor: Support.objects.visible_to(actor).for_list(),
            tones=show.TONES,
            facts=show.facts,
            begin=Beginning(_("申请扶持"), can_ask_somewhere, AskForm, ask),
        )
    )
    on_left(Support, "lapse", SupportState.ASKED)
    add_section(Organisation, "support", show.section)
    kinds.add("support", KindWords(facts={"fen": _("批准金额")}, values={"fen": _yuan}))


def _yuan(texts: Collection[str]) -> dict[str, Text]:
    """Amounts in fen as people write them."""
    return {text: f"¥{int(text) / 100:,.2f}" for text in texts}
