"""Who may do what about incubation. Each answers with the warrant, or None."""

from typing import Any

from linli.kernel.actor import Actor, Warrant
from linli.organisations.registry.policies import FINDING, KEEPING, SEEING, can_act_for
from linli.people.policies import can_set_up
from linli.people.roles import Role

INCUBATING = (Role.INCUBATOR, Role.ORGANISATION_OFFICER)
"""Who accepts evidence, names mentors, lets graduate: the incubator of the place; the officer where there is none."""


def can_see_incubation(actor: Actor) -> Warrant | None:
    """Those who work with the organisations of a place."""
    return actor.anywhere(*SEEING)


def can_begin(actor: Actor) -> Warrant | None:
    return actor.anywhere(*INCUBATING)


def can_represent(actor: Actor) -> Warrant | None:
    """Those who act for some organisation."""
    return actor.anywhere(Role.REPRESENTATIVE)


def can_see_trainings(actor: Actor) -> Warrant | None:
    return can_see_incubation(actor) or can_represent(actor)


def can_see_steps(actor: Actor) -> Warrant | None:
    """Who goes by them, and who changes them."""
    return can_see_trainings(actor) or can_change_steps(actor)


def can_set_targets(actor: Actor) -> Warrant | None:
    return actor.anywhere(*KEEPING)


def can_change_steps(actor: Actor) -> Warrant | None:
    """The catalogue of steps is the whole installation's."""
    warrant: Warrant | None = can_set_up(actor)
    return warrant


def can_incubate(actor: Actor, record: Any) -> Warrant | None:
    """The incubator of the record's place or above. Nobody decides about an organisation that they act for."""
    if can_act_for(actor, record.organisation):
        return None
    return actor.warrant(*INCUBATING, at=record.path)


def can_arrange(actor: Actor, record: Any) -> Warrant | None:
    """What is not about one organisation: a training of the place."""
    return actor.warrant(*INCUBATING, at=record.path)


def can_answer(actor: Actor, record: Any) -> Warrant | None:
    return can_act_for(actor, record.organisation)


def can_take_part(actor: Actor, record: Any) -> Warrant | None:
    """Whoever acts for an organisation of the training's place; which one is asked by the form."""
    return can_represent(actor)


def can_mentor(actor: Actor, visit: Any) -> Warrant | None:
    """The mentor whose visit it is, through a post at the place; or the incubator."""
    if can_act_for(actor, visit.organisation):
        return None
    if actor.id is not None and actor.id == visit.mentor_id:
        mine: Warrant | None = actor.warrant(*SEEING, at=visit.path)
        if mine:
            return mine
    return can_incubate(actor, visit)


def can_invite(actor: Actor, record: Any) -> Warrant | None:
    """Who finds groups: the community too."""
    if can_act_for(actor, record.organisation):
        return None
    return actor.warrant(*FINDING, at=record.path)


def can_take_back(actor: Actor, evidence: Any) -> Warrant | None:
    return can_act_for(actor, evidence.organisation)
