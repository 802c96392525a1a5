"""One act on many events: what would be done, then doing it, each event by itself."""

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import FileField
from django.http import QueryDict
from django.utils.translation import gettext as _

from linli.flow.moves import LONGEST_NOTE, Move, MoveForm
from linli.grid.flows import EVENT
from linli.grid.models import Event
from linli.grid.states import EventState
from linli.kernel.problems import Forbidden, Problem, Text
from linli.people.actors import StaffActor

BULK = ("accept", "dispatch", "start", "close", "comment")
"""The moves that may be made with many events at once. What each asks for is asked once and holds for all."""
MOST = 100

logger = logging.getLogger(__name__)
Once = Callable[[str, Callable[[], str]], str]
"""``(part, act)``: see ``once_per_part``."""


@dataclass(frozen=True)
class Preview:
    """``ready`` would be done now; each of ``refused`` would not, and why."""

    ready: Sequence[Event]
    refused: Sequence[tuple[Event, Text]]


@dataclass(frozen=True)
class Pick:
    """An event that was ticked, in the version that the preview showed."""

    number: str
    seen: int


@dataclass(frozen=True)
class Outcome:
    """``reason`` is empty when it was done."""

    number: str
    reason: str = ""


def offered() -> list[Move]:
    return [EVENT.moves[name] for name in BULK]


def moves_for(events: Iterable[Event], actor: StaffActor) -> list[Move]:
    """Those of which the actor could make each with at least one of these events."""
    events = list(events)
    return [move for move in offered() if any(not reason_against(move, event, actor) for event in events)]


def picked(actor: StaffActor, numbers: Sequence[str]) -> list[Event]:
    """The events of these numbers in their order; a number that is not theirs to know of is as if it were not there."""
    found = {event.number: event for event in Event.objects.visible_to(actor).for_list().filter(number__in=numbers)}
    return [found[number] for number in numbers if number in found]


def preview(move: Move, events: Iterable[Event], actor: StaffActor) -> Preview:
    reasons = [(event, reason_against(move, event, actor)) for event in events]
    return Preview(
        [event for event, reason in reasons if not reason],
        [(event, reason) for event, reason in reasons if reason],
    )


def reason_against(move: Move, event: Event, actor: StaffActor) -> Text:
    """Why the move cannot be made in bulk with this event as it is; empty when it can."""
    if event.state not in move.sources:
        return _("现在是“%(state)s”，不能%(move)s") % {"state": EventState(event.state).label, "move": move.label}
    if move.allow(actor, event) is None:
        return Forbidden.title
    form = move.form(record=event, actor=actor) if move.form else None
    lacking = [field.label for field in form.fields.values() if _is_file(field) and field.required] if form else []
    return _("须附上%(what)s，请单独办理") % {"what": lacking[0]} if lacking else ""


def shared_form(
    move: Move, events: Sequence[Event], actor: StaffActor, data: QueryDict | None = None, **more: Any
) -> MoveForm | None:
    """What is asked once for all: the move's form without what belongs to one event alone, like a photo."""
    if move.form is None or not events:
        return None
    form = move.form(data, record=events[0], actor=actor, **more)
    for name in [name for name, field in form.fields.items() if _is_file(field)]:
        del form.fields[name]
    return form


def make_all(
    move: Move, picks: Iterable[Pick], *, actor: StaffActor, data: QueryDict, note: str, once: Once
) -> list[Outcome]:
    """Make the move with each, in a transaction of its own; what one refuses stops none of the others."""
    outcomes = []
    for pick in picks:
        try:
            text = once(pick.number, lambda pick=pick: _make(move, pick, actor, data, note))  # type: ignore[misc]
        except Problem as problem:
            outcomes.append(Outcome(pick.number, str(problem.detail)))
            continue
        except Exception:
            # Told as not done, which it is: its transaction is undone. The form sent again tries it anew.
            logger.exception("%s of %s failed", move.name, pick.number)
            outcomes.append(Outcome(pick.number, _("系统出了问题，这一件没有办成，请稍后再试")))
            continue
        outcomes.append(Outcome(pick.number, json.loads(text)["reason"]))
    return outcomes


def _make(move: Move, pick: Pick, actor: StaffActor, data: QueryDict, note: str) -> str:
    """The outcome as text, which is what a form sent twice gets the second time."""
    return json.dumps({"reason": _reason_after(move, pick, actor, data, note)}, ensure_ascii=False)


def _reason_after(move: Move, pick: Pick, actor: StaffActor, data: QueryDict, note: str) -> str:
    event = Event.objects.visible_to(actor).for_list().filter(number=pick.number).first()
    if event is None:
        return _("没有这件事件")
    form = move.form(data, record=event, actor=actor) if move.form and event.state in move.sources else None
    if form is not None and not form.is_valid():
        return "".join(str(error) for errors in form.errors.values() for error in errors)
    try:
        EVENT.make(
            event,
            move.name,
            actor=actor,
            data=form.payload() if form else None,
            seen=pick.seen,
            note=note[:LONGEST_NOTE],
        )
    except Problem as problem:
        return "".join(text for texts in problem.errors.values() for text in texts) or str(problem.detail)
    return ""


def _is_file(field: object) -> bool:
    return isinstance(field, FileField)
