"""What ``./linli verify`` adds up again about space for service."""

from decimal import Decimal

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from linli.organisations.spaces.models import SpacePeriod
from linli.organisations.spaces.states import DeliveryState


def verify() -> list[str]:
    """Periods whose sum is not that of their confirmed deliveries."""
    confirmed = Coalesce(Sum("deliveries__amount", filter=Q(deliveries__state=DeliveryState.CONFIRMED)), Decimal(0))
    wrong = SpacePeriod.objects.annotate(found=confirmed).exclude(delivered=F("found")).order_by("number")
    return [f"{period.number} says {period.delivered}, its deliveries {period.found}" for period in wrong]
