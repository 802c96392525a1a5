"""Who mediates anything at all, kept in memory: every list asks it, and for nearly everybody the answer is no."""

import uuid

from django.db.models import Q

from linli.events.disputes.models import Dispute
from linli.kernel.actor import Actor
from linli.kernel.snapshot import Snapshot


def _load() -> frozenset[uuid.UUID]:
    leads = Dispute.objects.order_by().values_list("lead", flat=True)
    others = Dispute.others.through._default_manager.values_list("user", flat=True)
    return frozenset({*leads.distinct(), *others.distinct()})


mediating: Snapshot[frozenset[uuid.UUID]] = Snapshot("mediators", _load)
"""Whoever names mediators touches it."""


def mediated_by(actor: Actor) -> Q | None:
    """The events that the actor mediates."""
    if actor.id not in mediating.get():
        return None
    return Q(pk__in=Dispute.objects.filter(Q(lead=actor.id) | Q(others=actor.id)).values("event"))
