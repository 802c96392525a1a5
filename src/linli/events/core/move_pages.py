"""Making a move of an event, or of a part of it, from a page."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from linli.events.core import show
from linli.events.core.likeness.duplicates import similar
from linli.events.core.models import Event, UnitPart
from linli.flow.move_pages import allowed, record_move_page
from linli.kernel.actor import Actor


def move_page(
    request: HttpRequest,
    event: Event,
    name: str,
    *,
    actor: Actor,
    back: str,
    part: UnitPart | None = None,
    template: str = "core/event_move.html",
) -> HttpResponse:
    """A move of an event or of a ``part`` of it. ``back`` is the URL name of the event's page for this reader."""
    record = part or event
    move = allowed(record, name, actor)
    initial: dict[str, object] = {"into": request.GET.get("into", "")}

    def context() -> Mapping[str, object]:
        twins = similar(event, Event.objects.visible_to(actor)) if move.name == "join" else []
        return show.context_of(event, part=part, similar=twins)

    address = reverse(back, args=[event.number])
    return record_move_page(
        request, record, name, actor=actor, back=address, template=template, context=context, initial=initial
    )
