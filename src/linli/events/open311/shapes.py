"""Events, categories and steps in the shapes of the standard."""

import datetime
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils import timezone

from linli.audit.models import Entry
from linli.events.core.flows import EVENT
from linli.events.core.models import Category, Event
from linli.events.core.openness import opened_to
from linli.events.core.states import ENDED
from linli.flow.moves import Move
from linli.inbox.models import Task
from linli.kernel.actor import Actor
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Place

Row = dict[str, Any]
OPEN_STATUS, CLOSED_STATUS = "open", "closed"
COMMUNITY = CODE_LENGTHS[Level.COMMUNITY]
PUBLIC_NOTES = [f"event.{move.name}" for move in EVENT.moves.values() if move.note_is_public]


def w3c(moment: datetime.datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def status_of(state: str) -> str:
    return CLOSED_STATUS if state in ENDED else OPEN_STATUS


def service(category: Category) -> Row:
    """Nothing is asked beyond the standard's own fields, so there is no metadata."""
    group = category.parent.name if category.parent else ""
    return {
        "service_code": category.code,
        "service_name": category.name,
        "description": f"{group} · {category.name}" if group else category.name,
        "metadata": False,
        "type": "realtime",
        "keywords": ", ".join(filter(None, (category.name, group))),
        "group": group,
    }


def requests(events: Collection[Event], actor: Actor | None) -> list[Row]:
    """At most four queries however many events. Nobody learns from them who reported."""
    opened = opened_to(actor, [event.pk for event in events])
    places = Place.objects.with_line().filter(code__in={event.path[:COMMUNITY] for event in events})
    lines = {place.code: place.line for place in places}
    tasks = Task.objects.in_bulk(opened) if opened else {}
    notes = _closing_notes([event.pk for event in events if event.pk in opened and event.state in ENDED])
    return [
        _request(event, lines)
        | (_details(event, tasks.get(event.pk), notes.get(event.pk)) if event.pk in opened else {})
        for event in events
    ]


def _request(event: Event, lines: Mapping[str, str]) -> Row:
    """What the public page of the community tells of it, and no more."""
    community = event.path[:COMMUNITY]
    return {
        "service_request_id": event.number,
        "status": status_of(event.state),
        "status_notes": None,
        "service_name": event.category.name,
        "service_code": event.category.code,
        "description": None,
        "agency_responsible": None,
        "service_notice": None,
        "requested_datetime": w3c(event.created_at),
        "updated_datetime": w3c(event.changed_at),
        "expected_datetime": None,
        "address": lines.get(community),
        "address_id": community,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _details(event: Event, task: Task | None, note: str | None) -> Row:
    """What is told besides, to whoever may see the event anyway."""
    row: Row = {
        "status_notes": note,
        "description": event.text,
        "agency_responsible": event.lead_unit.name if event.lead_unit else None,
        "expected_datetime": w3c(task.due_at) if task else None,
        "address_id": event.path,
        "lat": event.lat,
        "long": event.lon,
    }
    return row | ({"address": event.address} if event.address else {})


def _closing_notes(events: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The last thing that somebody of the administration said for the reporter to read."""
    if not events:
        return {}
    entries = Entry.objects.filter(subject_id__in=events, action__in=PUBLIC_NOTES, actor_kind="user").order_by("pk")
    return {entry.subject_id: entry.words["note"] for entry in entries if entry.subject_id and "note" in entry.words}


def updates(entries: Iterable[Entry], events: Mapping[uuid.UUID, Event], opened: Collection[uuid.UUID]) -> list[Row]:
    """Steps of the public timeline; what was written at one only for whoever may see the event."""
    return [
        _update(entry, event, event.pk in opened)
        for entry in entries
        if entry.subject_id and (event := events.get(entry.subject_id))
    ]


def _update(entry: Entry, event: Event, is_opened: bool) -> Row:
    move: Move = EVENT.moves[entry.action.partition(".")[2]]
    note = entry.words.get("note") if is_opened and move.note_is_public and entry.actor_kind == "user" else None
    return {
        "update_id": str(entry.pk),
        "service_request_id": event.number,
        "status": status_of(str(entry.facts.get("to", event.state))),
        "updated_datetime": w3c(entry.at),
        "description": f"{move.words}: {note}" if note else str(move.words),
        "media_url": None,
    }
