"""The warrant behind an administrator's act."""

from linli.kernel.actor import Actor, SystemActor, Warrant
from linli.kernel.problems import NotFound
from linli.people.policies import can_grant, can_grant_at, can_set_up, can_set_up_at

Administrator = Actor | SystemActor
"""The system itself makes the first administrators of an installation."""


def granting(actor: Administrator, code: str | None = None) -> Warrant:
    """Users, or posts at the place with ``code``. Raises NotFound without the post for it."""
    if isinstance(actor, SystemActor):
        return Warrant(actor.kind)
    return _required(can_grant(actor) if code is None else can_grant_at(actor, code))


def setting_up(actor: Administrator, code: str | None = None) -> Warrant:
    """What is the same everywhere, or belongs to the place with ``code``. Raises NotFound without the post for it."""
    if isinstance(actor, SystemActor):
        return Warrant(actor.kind)
    return _required(can_set_up(actor) if code is None else can_set_up_at(actor, code))


def _required(warrant: Warrant | None) -> Warrant:
    if warrant is None:
        raise NotFound()
    return warrant
