"""How the parts of an event are shown on its page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from linli.events.core.models import Event, UnitPart
from linli.events.core.parts.actions import PARTS
from linli.events.core.show import stars
from linli.events.core.states import AnswerState, AssistState, ExtensionState
from linli.flow.flow import Offer, flows
from linli.flow.showing import Waiting, waiting
from linli.inbox.models import Task
from linli.kernel.actor import Actor
from linli.kernel.problems import Text
from linli.kernel.registry import record_kinds

TONES: Mapping[str, str] = {
    AssistState.ASKED: "waiting",
    AssistState.DONE: "done",
    AnswerState.CALLED: "whistled",
    AnswerState.ANSWERED: "whistled",
    AnswerState.ARRIVED: "going",
    AnswerState.RATED: "done",
    ExtensionState.ALLOWED: "done",
}


@dataclass(frozen=True)
class PartRow:
    part: UnitPart
    kind: Text
    state: Text
    tone: str
    waiting: Waiting
    offers: list[Offer]
    stars: str


def parts_of(event: Event) -> list[UnitPart]:
    """All of them, in the order in which they began. One query for each kind."""
    rows = chain.from_iterable(
        kind._default_manager.filter(event=event).select_related("unit__place") for kind in PARTS
    )
    parts: list[UnitPart] = sorted(rows, key=lambda part: part.created_at)
    for part in parts:
        part.event = event
    return parts


def rows(parts: Sequence[UnitPart], actor: Actor) -> list[PartRow]:
    """With what the actor may do with each now. One query."""
    tasks = Task.objects.in_bulk([part.pk for part in parts])
    return [
        PartRow(
            part=part,
            kind=record_kinds[part.kind].title,
            state=flows[part.kind].states(part.state).label,
            tone=TONES.get(part.state, "waiting"),
            waiting=waiting(tasks.get(part.pk)),
            offers=flows[part.kind].available(part, actor),
            stars=stars(getattr(part, "rating", None)),
        )
        for part in parts
    ]


def facts(part: UnitPart) -> dict[str, object]:
    return {"event": part.event.number, "unit": part.unit.name}


def seen(model: type[UnitPart]) -> Callable[[Actor], QuerySet[Any]]:
    """The parts of a kind that somebody sees, with all that a list needs."""
    return lambda actor: model._default_manager.visible_to(actor).for_list()
