"""Who stands too near to an organisation to judge it. The rooms register what they know; nobody is asked twice."""

import uuid
from collections.abc import Callable

from linli.kernel.registry import Registry
from linli.organisations.registry.models import Organisation

ties: Registry[Callable[[Organisation], set[uuid.UUID]]] = Registry("tie")
"""Each answers with the users that it knows to be tied to the organisation, in a fixed number of queries."""


def tied_users(organisation: Organisation) -> dict[uuid.UUID, str]:
    """Every user with a tie to the organisation, and the name of the first tie that was found."""
    found: dict[uuid.UUID, str] = {}
    for name, who in ties:
        for user in who(organisation):
            found.setdefault(user, name)
    return found
