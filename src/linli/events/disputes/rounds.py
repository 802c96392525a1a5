"""The monthly search for disputes: one round for each community, begun by the ticker, closed by its people."""

import datetime
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from linli.events.core.policies import OFFICE
from linli.events.disputes import rules
from linli.events.disputes.models import Dispute, MediationKind, SearchRound
from linli.events.disputes.payloads import Searched
from linli.events.disputes.states import SearchState
from linli.flow.due import until_day
from linli.flow.flow import cause, start
from linli.inbox.actions import Wait
from linli.kernel.actor import SYSTEM, Actor
from linli.people import holders
from linli.people.roles import Role
from linli.people.staffing import nearest
from linli.places.levels import Level
from linli.places.models import Place

LAST_DAY = 28
"""Every month has it."""


def begin_rounds() -> int:
    """Begin this month's round wherever there is none yet, and end last month's that nobody made; returns how many.

    Only where disputes are mediated at all: without a kind of mediation nobody is asked to look for any.
    """
    if not MediationKind.objects.filter(is_active=True).exists():
        return 0
    month = timezone.localdate().replace(day=1)
    here = SearchRound.objects.filter(month=month).values("place")
    places = Place.objects.standing().filter(level=Level.COMMUNITY).exclude(pk__in=here)
    return sum(_begin(place, month) for place in places.order_by("code"))


def _begin(place: Place, month: datetime.date) -> int:
    try:
        with transaction.atomic():
            for stale in SearchRound.objects.filter(place=place, state=SearchState.DUE, month__lt=month):
                cause(stale, "lapse", actor=SYSTEM)
            start(SearchRound(**SearchRound.at(place), month=month), actor=SYSTEM)
    except IntegrityError:
        # Another worker was faster.
        return 0
    return 1


def due(record: SearchRound, now: datetime.datetime) -> Wait:
    """With the community, until a day of the month; the dispatcher above hears when it is late."""
    day = min(rules.SEARCH_BY.at(record.path), LAST_DAY)
    return until_day(
        nearest(OFFICE, record.path) or holders.of_role(Role.COMMUNITY_WORKER, record.place_id),
        record.month.replace(day=day),
        path=record.path,
        since=record.created_at,
        escalate_to=nearest((Role.DISPATCHER,), record.path),
    )


def search(record: SearchRound, *, actor: Actor, data: Searched) -> Mapping[str, object]:
    """Looked for: at how many places, and which disputes came of it."""
    record.looked_at = data.looked_at
    Dispute.objects.filter(pk__in=[found.pk for found in data.found]).update(search=record)
    return {"looked_at": data.looked_at, "found": len(data.found)}
