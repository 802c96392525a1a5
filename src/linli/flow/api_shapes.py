"""What every kind of record has, brought into the shapes of the API."""

from typing import Any

from linli.flow import api_schemas as out
from linli.flow.flow import Offer
from linli.flow.forms import NoteForm
from linli.flow.moves import Move
from linli.flow.showing import Waiting
from linli.flow.timeline import Line
from linli.kernel.form_schemas import schema_of


def waiting_of(waiting: Waiting) -> out.WaitingOut:
    return out.WaitingOut(
        who=waiting.who,
        due_at=waiting.due_at,
        is_due_certain=waiting.is_due_certain,
        is_late=waiting.tone == "late",
    )


def actions_of(offers: list[Offer]) -> list[out.ActionOut]:
    return [
        out.ActionOut(name=offer.move.name, label=str(offer.move.label), needs=needs_of(offer.move)) for offer in offers
    ]


def needs_of(move: Move) -> dict[str, Any]:
    """JSON Schema of what the move's body holds."""
    schema = schema_of(NoteForm, *([move.form] if move.form else []), files=True)
    if move.needs_note:
        schema["required"] = [*schema.get("required", []), "note"]
    return schema


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
