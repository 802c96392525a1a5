"""A unit's part has no page of its own: it stands on the event's, and its moves lead back there."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from linli.events.core.models import UnitPart
from linli.events.core.move_pages import move_page
from linli.events.core.parts.finding import find_part
from linli.people.requests import StaffRequest


def _visible(request: StaffRequest, number: str) -> UnitPart:
    part = find_part(number, request.actor)
    if part is None:
        raise Http404
    return part


@login_required
@require_GET
def part(request: StaffRequest, number: str) -> HttpResponse:
    """Where a task or a message about a part leads: the event, at this part."""
    return redirect(f"{reverse('event', args=[_visible(request, number).event.number])}#{number}")


@login_required
@require_http_methods(["GET", "POST"])
def part_move(request: StaffRequest, number: str, move: str) -> HttpResponse:
    """Answer a whistle, finish an assist, allow more time."""
    part = _visible(request, number)
    return move_page(request, part.event, move, actor=request.actor, back="event", part=part)
