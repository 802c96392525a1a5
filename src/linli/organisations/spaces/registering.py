"""What lower rooms have to know of space for service."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import KindWords, kinds
from linli.flow.resources import Beginning, Resource, declare
from linli.flow.sections import add_section
from linli.kernel.registry import MenuItem, Periodic, menu, periodic, verifications
from linli.organisations.registry.ends import on_left
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_see_organisations
from linli.organisations.spaces import show
from linli.organisations.spaces.actions import propose
from linli.organisations.spaces.flows import DELIVERY, SPACE_AGREEMENT, SPACE_PERIOD
from linli.organisations.spaces.forms import ProposeForm
from linli.organisations.spaces.models import Delivery, SpaceAgreement, SpacePeriod
from linli.organisations.spaces.policies import can_give_somewhere
from linli.organisations.spaces.rounds import go_round, verify
from linli.organisations.spaces.states import AgreementState


def register() -> None:
    menu.add("spaces", MenuItem(_("空间换服务"), "space_agreements", can_see_organisations, 34, under="organisations"))
    begin = Beginning(_("提出空间换服务协议"), can_give_somewhere, ProposeForm, propose)
    declare(
        Resource(
            SPACE_AGREEMENT,
            _("空间换服务协议"),
            begun=pgettext_lazy("step", "提出协议"),
            seen=lambda actor: SpaceAgreement.objects.visible_to(actor).for_list(),
            tones=show.TONES,
            facts=show.facts,
            begin=begin,
        )
    )
    declare(
        Resource(
            SPACE_PERIOD,
            _("空间换服务的一期"),
            begun=_("新的一期"),
            seen=lambda actor: SpacePeriod.objects.visible_to(actor).for_list(),
            tones=show.TONES,
            facts=show.period_facts,
        )
    )
    declare(
        Resource(
            DELIVERY,
            _("空间换服务的服务"),
            begun=pgettext_lazy("step", "报告服务"),
            seen=lambda actor: Delivery.objects.visible_to(actor).for_list(),
            tones=show.TONES,
            facts=show.delivery_facts,
        )
    )
    on_left(SpaceAgreement, "lapse", AgreementState.PROPOSED, AgreementState.IN_FORCE)
    periodic.add("organisations.spaces", Periodic(timedelta(hours=6), go_round))
    verifications.add("organisations.spaces", verify)
    add_section(Organisation, "spaces", show.agreements)
    amounts = {"owed": _("应提供"), "delivered": _("已核实"), "amount": _("数量")}
    kinds.add("space_agreement", KindWords(facts={"delivery": _("服务"), **amounts}))
    kinds.add("space_period", KindWords(facts=amounts))
    kinds.add("delivery", KindWords(facts=amounts))
