"""Who may bring in a registry from before: who keeps the registry of a place."""

from linli.kernel.actor import Actor, Warrant
from linli.organisations.registry.policies import KEEPING


def can_import(actor: Actor) -> Warrant | None:
    return actor.anywhere(*KEEPING)


def can_import_at(actor: Actor, path: str) -> Warrant | None:
    return actor.warrant(*KEEPING, at=path)
