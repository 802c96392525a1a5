"""Events that happened before, or elsewhere: from what is known of one to what the flow would have made of it."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from linli.events.core import rules
from linli.events.core.actions import UNTIL_CLOSED
from linli.events.core.deadlines import until
from linli.events.core.desks import desk_of, higher
from linli.events.core.flows import EVENT
from linli.events.core.models import Category, Event, PriorSystem
from linli.events.core.states import ENDED, Channel, EventState
from linli.flow import backfill
from linli.flow.backfill import Step
from linli.kernel.actor import Actor
from linli.kernel.ids import id_at
from linli.people.models import Unit
from linli.places.levels import CODE_LENGTHS, Level

BATCH = 2_000
"""Events of one transaction."""
ENDS = ("close", "solve", "reject", "withdraw", "close_joined")


@dataclass(slots=True, kw_only=True)
class PastEvent:
    """What is known of an event. ``steps`` begin with its report; in between some may be missing.
    ``reached`` is the state it came to.

    What is None or empty is worked out by the rules of the day. ``key`` and ``number``: those that it has already.
    """

    key: uuid.UUID | None = None

    category: Category
    place_id: uuid.UUID
    path: str
    text: str
    steps: Sequence[Step]
    reached: EventState
    channel: Channel
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    is_outside: bool = False
    lead_unit: Unit | None = None
    desk: str = ""
    highest: str = ""
    joined_to: uuid.UUID | None = None
    solve_due: datetime.datetime | None = None
    close_due: datetime.datetime | None = None
    is_accepted_in_time: bool | None = None
    is_done_in_time: bool | None = None
    sent_back: int = 0
    reworked: int = 0
    extended: int = 0
    reopened: int = 0
    rating: int | None = None
    rating_words: str = ""
    former_number: str = ""
    number: str = ""


def adopt(
    pasts: Sequence[PastEvent],
    *,
    actor: Actor,
    prior: PriorSystem | None = None,
    facts: Mapping[str, object] | None = None,
) -> list[Event]:
    """Write one batch, in the caller's transaction; the counters follow by themselves."""
    found = [backfill.Past(event_of(past, prior), past.reached, past.steps, past.number) for past in pasts]
    said = {"from_system": prior.name} if prior else {}
    backfill.adopt(EVENT, found, actor=actor, facts=said | dict(facts or {}))
    return [past.record for past in found]


def event_of(past: PastEvent, prior: PriorSystem | None = None) -> Event:
    """The event as it stands after its steps; number, state and version are the flow's to give."""
    at = {step.move: step.at for step in past.steps}
    event = Event(
        pk=past.key or id_at(past.steps[0].at),
        category=past.category,
        place_id=past.place_id,
        path=past.path,
        text=past.text,
        address=past.address,
        lat=past.lat,
        lon=past.lon,
        is_outside=past.is_outside,
        is_confidential=past.category.keeps_confidential,
        channel=past.channel,
        lead_unit=past.lead_unit,
        joined_to_id=past.joined_to,
        sent_back=past.sent_back,
        reworked=past.reworked,
        extended=past.extended,
        reopened=past.reopened,
        rating=past.rating,
        rating_words=past.rating_words,
        prior=prior,
        former_number=past.former_number or None,
        is_accepted_in_time=past.is_accepted_in_time,
        is_done_in_time=past.is_done_in_time,
        solve_due=past.solve_due,
        close_due=past.close_due,
    )
    reported = past.steps[0].at
    if past.reached in ENDED:
        event.ended_at = max((at[name] for name in ENDS if name in at), default=past.steps[-1].at)
    _accept(event, reported, at)
    if past.lead_unit is not None or "dispatch" in at:
        _dispatch(event, reported, at)
    if past.extended and event.solve_due:
        event.extended_until = event.solve_due
    is_taken_on = past.reached != EventState.REPORTED and not at.keys() & {"solve"} and _is_accepted(past, at)
    event.desk = past.desk or _desk(past.path, is_taken_on=is_taken_on)
    event.highest = past.highest or _highest(event)
    return event


def _is_accepted(past: PastEvent, at: Mapping[str, datetime.datetime]) -> bool:
    return "accept" in at or past.lead_unit is not None


def _accept(event: Event, reported: datetime.datetime, at: Mapping[str, datetime.datetime]) -> None:
    """In time or not, unless that is known; what was solved on the spot had only that deadline."""
    answered = at.get("accept") or at.get("solve")
    if answered is None:
        return
    due = until(event, reported, rules.ACCEPT_WITHIN, on=timezone.localdate(reported)).at
    if event.is_accepted_in_time is None:
        event.is_accepted_in_time = answered <= due
    if "solve" in at:
        event.close_due = event.close_due or due
        if event.is_done_in_time is None:
            event.is_done_in_time = event.is_accepted_in_time


def _dispatch(event: Event, reported: datetime.datetime, at: Mapping[str, datetime.datetime]) -> None:
    """The clocks that began when it was given to the unit, or at what is known to have been before it."""
    began = at.get("dispatch") or at.get("accept") or reported
    day = timezone.localdate(began)
    event.dispatched_at = began
    event.solve_due = event.solve_due or until(event, began, rules.SOLVE_WITHIN, on=day).at
    event.close_due = event.close_due or until(event, began, *UNTIL_CLOSED, on=day).at
    finished = at.get("finish")
    if event.is_done_in_time is None and finished is not None:
        event.is_done_in_time = finished <= event.solve_due


def _desk(path: str, *, is_taken_on: bool) -> str:
    """Where it is decided: once it was taken on, at least at the community's."""
    own = desk_of(path)
    return higher(own, Level.COMMUNITY) if is_taken_on and len(path) >= CODE_LENGTHS[Level.COMMUNITY] else own


def _highest(event: Event) -> str:
    unit = event.lead_unit
    return higher(event.desk, desk_of(unit.place.code)) if unit is not None else event.desk
