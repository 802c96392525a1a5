"""Reading the whole of what is shown masked: an act, with a reason, on the trail."""

from typing import Any

from linli.audit import trail
from linli.grid.disputes.policies import can_mediate
from linli.grid.models import Party
from linli.kernel.problems import Forbidden, Invalid, Text


def unmask(party: Party, *, actor: Any, reason: str, missing: Text) -> None:
    """Note that the actor reads the whole, before they do. Raises Invalid (``missing``) without a reason."""
    warrant = can_mediate(actor, party.dispute)
    if warrant is None:
        raise Forbidden()
    if not reason.strip():
        raise Invalid(errors={"note": [missing]})
    trail.record(
        "dispute.unmask",
        actor=actor,
        on_behalf_of=warrant.on_behalf_of,
        subject_kind="dispute",
        subject_id=party.dispute_id,
        detail={"role": warrant.role, "party": str(party.pk)},
        personal={"note": reason.strip()[:500]},
    )
