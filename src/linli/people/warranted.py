"""What was done under a warrant, on the trail: always with the role it was done as, and for whom."""

import uuid
from collections.abc import Mapping

from linli.audit import trail
from linli.kernel.actor import Actor, Warrant


def record_act(
    action: str,
    *,
    actor: Actor,
    warrant: Warrant,
    kind: str,
    key: uuid.UUID,
    detail: Mapping[str, object],
    personal: Mapping[str, str] | None = None,
) -> None:
    """An act that is no move of a record: a catalogue kept, something masked read, a file taken in.

    ``kind`` and ``key`` are of what it was done to; ``personal`` stays outside the chain, as everywhere.
    """
    trail.record(
        action,
        actor=actor,
        on_behalf_of=warrant.on_behalf_of,
        subject_kind=kind,
        subject_id=key,
        detail={"role": warrant.role, **detail},
        personal=personal,
    )
