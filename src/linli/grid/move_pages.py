"""Making a move of an event, or of a part of it, from a page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from linli.flow.move_pages import allowed, record_move_page
from linli.grid import show
from linli.grid.actions import proposed_unit
from linli.grid.duplicates import similar
from linli.grid.models import Event
from linli.grid.models.parts import Part


def move_page(
    request: HttpRequest,
    event: Event,
    name: str,
    *,
    actor: Any,
    back: str,
    part: Part | None = None,
    template: str = "grid/event_move.html",
) -> HttpResponse:
    """A move of an event or of a ``part`` of it. ``back`` is the URL name of the event's page for this reader."""
    record = part or event
    move = allowed(record, name, actor)
    initial: dict[str, object] = {"into": request.GET.get("into", "")}
    if part is None and move.form is not None and "unit" in move.form.base_fields:
        initial["unit"] = proposed_unit(event)

    def context() -> Mapping[str, object]:
        twins = similar(event, Event.objects.visible_to(actor)) if move.name == "join" else []
        return show.context_of(event, part=part, similar=twins)

    address = reverse(back, args=[event.number])
    return record_move_page(
        request, record, name, actor=actor, back=address, template=template, context=context, initial=initial
    )
