"""Events and what belongs to them, brought into the shapes of the API."""

from typing import Any

from django.urls import reverse

from linli.flow.flow import Offer
from linli.flow.moves import Move, NoteForm
from linli.flow.timeline import Line
from linli.grid import api_schemas as out
from linli.grid import show
from linli.grid.intake import Receipt
from linli.grid.models import Category, Event, Photo
from linli.grid.states import EventState, PhotoStage
from linli.kernel.form_schemas import schema_of


def line_values(row: show.Row) -> dict[str, Any]:
    event, waiting = row.event, row.waiting
    unit = event.lead_unit
    return {
        "number": event.number,
        "state": event.state,
        "state_label": str(row.state),
        "title": event.title,
        "category": out.Named(code=event.category.code, name=event.category.name),
        "place": out.Named(code=event.place.code, name=event.place.name),
        "place_line": row.line,
        "unit": out.UnitOut(id=unit.pk, name=unit.name) if unit else None,
        "channel": event.channel,
        "is_outside": event.is_outside,
        "waiting": out.WaitingOut(
            who=waiting.who,
            due_at=waiting.due_at,
            is_due_certain=waiting.is_due_certain,
            is_late=waiting.tone == "late",
        )
        if waiting.who or waiting.due_at
        else None,
        "created_at": event.created_at,
        "changed_at": event.changed_at,
        "ended_at": event.ended_at,
        "version": event.version,
    }


def line(row: show.Row) -> out.EventLine:
    return out.EventLine(**line_values(row))


def whole(event: Event, offers: list[Offer]) -> out.EventOut:
    (row,) = show.rows([event])
    return out.EventOut(
        **line_values(row),
        text=event.text,
        address=event.address,
        lat=event.lat,
        lon=event.lon,
        dispatched_at=event.dispatched_at,
        reopened=event.reopened,
        rating=event.rating,
        rating_words=event.rating_words,
        photos=[_photo(event, photo) for photo in event.photos.all()],
        actions=[
            out.ActionOut(name=offer.move.name, label=str(offer.move.label), needs=needs_of(offer.move))
            for offer in offers
        ],
    )


def _photo(event: Event, photo: Photo) -> out.PhotoOut:
    url = reverse("api:event_photo", args=[event.number, photo.pk])
    return out.PhotoOut(id=photo.pk, stage=PhotoStage(photo.stage), url=url)


def needs_of(move: Move) -> dict[str, Any]:
    """JSON Schema of what the move's body holds."""
    schema = schema_of(NoteForm, *([move.form] if move.form else []), files=True)
    if move.needs_note:
        schema["required"] = [*schema.get("required", []), "note"]
    return schema


def receipt(found: Receipt) -> out.ReportReceipt:
    event = found.event
    return out.ReportReceipt(
        number=event.number,
        state=EventState(event.state),
        version=event.version,
        place=event.path,
        is_outside=event.is_outside,
        created_at=event.created_at,
        secret=found.secret or None,
    )


def step(found: Line) -> out.StepOut:
    return out.StepOut(
        at=found.at,
        action=found.action,
        words=str(found.words),
        role=str(found.role),
        who=found.who,
        on_behalf_of=found.on_behalf_of,
        note=found.note,
    )


def category(found: Category, codes: dict[Any, str], parents: set[Any]) -> out.CategoryOut:
    return out.CategoryOut(
        code=found.code,
        name=found.name,
        parent=codes.get(found.parent_id),
        needs_photo=found.needs_photo,
        is_leaf=found.pk not in parents,
    )
