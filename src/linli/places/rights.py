"""The warrant behind an act on places."""

import uuid
from collections.abc import Callable

from linli.kernel.actor import Actor, SystemActor, Warrant
from linli.kernel.problems import NotFound

Policy = Callable[[Actor, str], Warrant | None]


def for_whom(policy: Policy, actor: Actor, *codes: str) -> uuid.UUID | None:
    """For whom the actor acts at all of ``codes``, if not for themself. Raises NotFound without the post for it."""
    if isinstance(actor, SystemActor):
        return None
    warrants = [policy(actor, code) for code in codes]
    found = [warrant for warrant in warrants if warrant is not None]
    if not found or len(found) != len(warrants):
        raise NotFound()
    return found[0].on_behalf_of
