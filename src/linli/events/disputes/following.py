"""Disputes when grids are re-drawn: they go along with their events."""

import uuid
from collections.abc import Sequence

from linli.events.disputes.actions import PARTS
from linli.events.disputes.models import Dispute
from linli.kernel.registry import Redrawing


def move_disputes(shift: Redrawing, events: Sequence[uuid.UUID]) -> None:
    disputes = Dispute.objects.filter(event__in=events)
    disputes.update(place=shift.new, path=shift.new_code)
    shift.records += disputes.values_list("pk", flat=True)
    for step in PARTS:
        steps = step._default_manager.filter(dispute__in=disputes)
        steps.update(place=shift.new, path=shift.new_code)
        shift.records += steps.filter(state__in=step.open_states).values_list("pk", flat=True)
