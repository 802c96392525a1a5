"""Who mediates anything at all, kept in memory: every list asks it, and for nearly everybody the answer is no."""

import uuid

from django.apps import apps

from linli.kernel.snapshot import Snapshot


def _load() -> frozenset[uuid.UUID]:
    dispute = apps.get_model("grid", "Dispute")
    leads = dispute._default_manager.order_by().values_list("lead", flat=True)
    others = dispute.others.through._default_manager.values_list("user", flat=True)
    return frozenset({*leads.distinct(), *others.distinct()})


mediating: Snapshot[frozenset[uuid.UUID]] = Snapshot("mediators", _load)
"""Whoever names mediators touches it."""
