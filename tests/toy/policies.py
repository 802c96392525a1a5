"""Who lends."""

from linli.kernel.actor import Actor, Warrant
from tests.toy.models import KEEPERS, Loan


def can_begin(actor: Actor) -> Warrant | None:
    return actor.anywhere(*KEEPERS)


def can_lend(actor: Actor, loan: Loan) -> Warrant | None:
    return actor.warrant(*KEEPERS, at=loan.path)
