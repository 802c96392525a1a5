"""Who may bring in a registry from before: who keeps the registry of a place."""

from typing import Any

from linli.organisations.policies import KEEPING
from linli.people.actors import Warrant
from linli.people.policies import anywhere


def can_import(actor: Any) -> Warrant | None:
    return anywhere(actor, *KEEPING)


def can_import_at(actor: Any, path: str) -> Warrant | None:
    warrant: Warrant | None = actor.warrant(*KEEPING, at=path)
    return warrant
