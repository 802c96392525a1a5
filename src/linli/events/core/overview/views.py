"""Looking at all that is open: as a board, and on the map."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from linli.events.core.overview import board, points
from linli.events.core.overview.opened import OpenFilters, open_events
from linli.events.core.policies import SEEING
from linli.flow.resources import resources
from linli.flow.several import Several
from linli.flow.showing import rows_of
from linli.kernel.problems import NotFound
from linli.people.requests import StaffRequest
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Boundary, Place

LISTED = 50
"""Rows below the map of a single grid; the list of events has the rest."""


@login_required
@require_GET
def event_board(request: StaffRequest) -> HttpResponse:
    """Everything open in columns. Who works for a unit has one such column only, so for them it is the states."""
    by = request.GET.get("by", "")
    if by not in board.WAYS:
        by = board.UNIT if request.actor.codes(*SEEING) else board.STATE
    filters = OpenFilters(request.GET, keep={"by": by})
    found = board.board_of(request.actor, filters, by)
    ways = [(title, filters.on("event_board", by=way), way == by) for way, title in board.WAYS.items()]
    context = {
        "filters": filters,
        "board": found,
        "by": by,
        "ways": ways,
        "bulk_moves": Several(resources["event"], request.actor).moves_for(found.events),
        "here": request.get_full_path(),
    }
    return render(request, "core/event_board.html", context)


@login_required
@require_GET
def event_map(request: StaffRequest) -> HttpResponse:
    """How much is open where, one level at a time; the same as a table, which needs neither map nor script."""
    filters = OpenFilters(request.GET)
    place = points.place_of(request.actor, filters)
    if place is None:
        if "place" in filters.values:
            raise NotFound(_("没有这个地点"))
        return render(request, "core/event_map.html", {"filters": filters, "place": None})
    filters.values["place"] = place.code
    events = open_events(request.actor, filters)
    is_lowest = len(place.code) >= CODE_LENGTHS[Level.GRID] or not place.children.exists()
    found = points.shares(events, place)
    listed = [point.event for point in points.points(events.for_list())[:LISTED]] if is_lowest else []
    context = {
        "filters": filters,
        "place": place,
        "above": _above(place),
        "shares": found,
        "count": sum(share.open for share in found),
        "late": sum(share.late for share in found),
        "is_single": points.is_single(place),
        "unplaced": events.filter(lat=None).count() if points.is_single(place) else 0,
        "rows": rows_of(listed),
        "is_lowest": is_lowest,
        "is_invented": Boundary.objects.filter(place=place, valid_to=None, is_invented=True).exists(),
    }
    return render(request, "core/event_map.html", context)


def _above(place: Place) -> list[Place]:
    """What the place lies in, the district first: what is above that is of another installation."""
    lineage = Place.objects.lineage(place.code)
    return [above for above in lineage if CODE_LENGTHS[Level.DISTRICT] <= len(above.code) < len(place.code)]


@login_required
@never_cache
@require_GET
def event_map_points(request: StaffRequest) -> HttpResponse:
    """What the map shows, as GeoJSON."""
    filters = OpenFilters(request.GET)
    place = points.place_of(request.actor, filters)
    if place is None:
        raise NotFound(_("没有这个地点"))
    filters.values["place"] = place.code
    events = open_events(request.actor, filters)
    return JsonResponse(points.collection(events, place, filters), json_dumps_params={"ensure_ascii": False})
