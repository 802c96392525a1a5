"""An incubation with its people, for tests of what becomes of it."""

import datetime
from typing import Any

from linli.organisations.incubation.actions.evidence import Chosen, Sent, send_evidence
from linli.organisations.incubation.actions.incubations import Beginning, begin_incubation
from linli.organisations.incubation.flows.incubations import EVIDENCE
from linli.organisations.incubation.models import Evidence, Incubation, Step
from linli.organisations.registry.actions import Filed
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Organisation
from linli.people.models import User
from tests.organisations.world import World

LEADERS, COUNCIL, FILING = 5, 6, 7


def step(position: int) -> Step:
    return Step.objects.get(position=position, valid_to=None)


def incubate(world: World, *mentors: User, organisation: Organisation | None = None) -> Incubation:
    beginning = Beginning(organisation or world.club, "outside", None, mentors or (world.incubator,))
    return begin_incubation(beginning, actor=world.actor(world.incubator))


def content(position: int) -> dict[str, Any]:
    """What the step's evidence asks besides words."""
    if position == LEADERS:
        return {"people": [Chosen("leader", "郑老师", "+8613800138000"), Chosen("deputy", "王阿姨", "")]}
    if position == COUNCIL:
        return {"people": [Chosen("council", "郑老师", ""), Chosen("council", "王阿姨", "")], "name": "邻里读书社"}
    return {}


def send(world: World, incubation: Incubation, position: int, text: str = "做了", who: User | None = None) -> Evidence:
    sent = Sent(incubation, step(position), text, **content(position))
    return send_evidence(sent, actor=world.actor(who or world.teacher))


def accept(world: World, evidence: Evidence) -> Evidence:
    return EVIDENCE.make(evidence, "accept", actor=world.actor(world.incubator))


def file(world: World, organisation: Organisation) -> None:
    data = Filed("泰山路〔2026〕1 号", datetime.date(2026, 1, 5))
    ORGANISATION.make(organisation, "enter_filing", actor=world.actor(world.officer), data=data)


def go_through(world: World, incubation: Incubation, last: int = 9) -> Incubation:
    """All steps up to ``last``, each sent and accepted; on file before the step that asks it."""
    for position in range(incubation.step.position, last + 1):
        if position == FILING and incubation.organisation.state == "listed":
            file(world, Organisation.objects.get(pk=incubation.organisation_id))
        accept(world, send(world, incubation, position))
    incubation.refresh_from_db()
    return incubation
