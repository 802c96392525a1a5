"""How space for service is shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.flow import showing
from linli.flow.sections import Section
from linli.flow.showing import Tones, part_rows
from linli.flow.timeline import for_staff
from linli.kernel.actor import Actor
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_read
from linli.organisations.registry.states import ACTIVE
from linli.organisations.spaces.flows import SPACE_AGREEMENT
from linli.organisations.spaces.models import Delivery, SpaceAgreement, SpacePeriod
from linli.organisations.spaces.policies import can_give_somewhere
from linli.organisations.spaces.states import AgreementState, DeliveryState, PeriodState

TONES: Tones = {
    AgreementState.PROPOSED: "waiting",
    AgreementState.IN_FORCE: "going",
    AgreementState.ENDED: "done",
    AgreementState.BROKEN_OFF: "waiting",
    AgreementState.DECLINED: "waiting",
    PeriodState.RUNNING: "going",
    PeriodState.MET: "done",
    PeriodState.SHORT: "late",
    DeliveryState.TOLD: "waiting",
    DeliveryState.CONFIRMED: "done",
    DeliveryState.REFUSED: "waiting",
}
SHOWN = 50
"""Deliveries on a page: some years of them; the timeline has all."""


def facts(agreement: SpaceAgreement) -> dict[str, Any]:
    return {
        "organisation": agreement.organisation.number,
        "premises": agreement.premises.name,
        "service": agreement.service,
        "measure": agreement.measure,
        "rhythm": agreement.rhythm,
        "owed": str(agreement.owed),
        "valid_from": agreement.valid_from,
        "valid_to": agreement.valid_to,
    }


def period_facts(period: SpacePeriod) -> dict[str, Any]:
    return {
        "agreement": period.agreement.number,
        "first_day": period.first_day,
        "last_day": period.last_day,
        "owed": str(period.owed),
        "delivered": str(period.delivered),
    }


def delivery_facts(delivery: Delivery) -> dict[str, Any]:
    return {
        "agreement": delivery.agreement.number,
        "day": delivery.day,
        "amount": str(delivery.amount),
        "what": delivery.what,
    }


def context_of(agreement: SpaceAgreement, actor: Actor) -> dict[str, object]:
    """The whole agreement for this reader."""
    periods = list(SpacePeriod.objects.filter(agreement=agreement).order_by("-first_day"))
    deliveries = list(Delivery.objects.filter(agreement=agreement).order_by("-day", "-pk")[:SHOWN])
    for one in (*periods, *deliveries):
        one.agreement = agreement
    return {
        "agreement": agreement,
        "head": showing.head_of(agreement),
        "offers": SPACE_AGREEMENT.available(agreement, actor),
        "periods": part_rows(periods, actor),
        "deliveries": part_rows(deliveries, actor),
        "lines": for_staff(agreement),
    }


def agreements(organisation: Organisation, actor: Actor) -> Section | None:
    """On the organisation's page: what it uses and what it owes."""
    if can_read(actor, organisation) is None:
        return None
    found = list(
        SpaceAgreement.objects.filter(organisation=organisation).select_related("premises").order_by("-id")[:SHOWN]
    )
    for agreement in found:
        agreement.organisation = organisation
    running = {
        period.agreement_id: period
        for period in SpacePeriod.objects.filter(agreement__in=found, state=PeriodState.RUNNING)
    }
    may_propose = organisation.state in ACTIVE and can_give_somewhere(actor) is not None
    if not found and not may_propose:
        return None
    rows = [(row, running.get(row.part.pk)) for row in part_rows(found, actor)]
    content = {"rows": rows, "may_propose": may_propose}
    return Section(_("空间换服务"), "spaces/_card.html", content)
