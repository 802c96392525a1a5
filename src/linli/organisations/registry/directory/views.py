"""The public directory: what is offered where, when and for whom, and by which organisation. Nobody signs in here."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from linli.kernel.paging import Page, page
from linli.kernel.problems import NotFound
from linli.organisations.registry.directory.filters import ORGANISATIONS, SERVICES, Wanted
from linli.organisations.registry.directory.points import collection, is_single
from linli.organisations.registry.models import Organisation, Service
from linli.organisations.registry.states import PUBLIC
from linli.people.requests import Request
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.lines import lines_of
from linli.places.models import Boundary, Place

SIZE = 30
KEPT = 60
"""Seconds for which a map may be kept: it counts what is open now."""


@require_GET
def directory(request: Request) -> HttpResponse:
    """Services, or the organisations themselves, the newest first, with a map; a fixed number of queries."""
    wanted = Wanted(request.GET)
    cursor = request.GET.get("after")
    found: Page[Service] | Page[Organisation]
    if wanted.what == SERVICES:
        found = page(wanted.services().select_related("organisation", "field"), cursor=cursor, size=SIZE)
    else:
        found = page(wanted.organisations().prefetch_related("fields"), cursor=cursor, size=SIZE)
    lines = lines_of({row.place_id for row in found.items})
    context = {
        "wanted": wanted,
        "place": wanted.place,
        "above": _above(wanted.place) if wanted.place else [],
        "below": _below(wanted.place) if wanted.place else [],
        "rows": [(row, lines[row.place_id].line) for row in found.items],
        "tabs": _tabs(wanted),
        "next": wanted.address(after=found.next_cursor) if found.next_cursor else "",
        "first": "" if found.is_first else wanted.address(),
        "is_single": bool(wanted.place and is_single(wanted.place)),
        "is_invented": Boundary.objects.filter(place=wanted.place, valid_to=None, is_invented=True).exists(),
    }
    return render(request, "registry/directory.html", context)


def _tabs(wanted: Wanted) -> list[tuple[str, str, bool]]:
    return [
        (what, wanted.address(what="" if what == SERVICES else what, open=""), wanted.what == what)
        for what in (SERVICES, ORGANISATIONS)
    ]


def _above(place: Place) -> list[Place]:
    lineage = Place.objects.lineage(place.code)
    return [above for above in lineage if CODE_LENGTHS[Level.DISTRICT] <= len(above.code) < len(place.code)]


def _below(place: Place) -> list[Place]:
    below = place.children.standing().filter(level__in=(Level.SUBDISTRICT, Level.COMMUNITY))
    return list(below.order_by("code"))


@require_GET
@cache_control(public=True, max_age=KEPT)
def directory_points(request: Request) -> HttpResponse:
    """What the map shows, as GeoJSON."""
    wanted = Wanted(request.GET)
    if wanted.place is None:
        raise NotFound()
    return JsonResponse(collection(wanted, wanted.place), json_dumps_params={"ensure_ascii": False})


@require_GET
def directory_organisation(request: Request, number: str) -> HttpResponse:
    """What is public of one; of one that left, that it did and why."""
    shown = Organisation.objects.with_public_page().select_related("place__parent", "hub").prefetch_related("fields")
    found = get_object_or_404(shown, number=number)
    is_here = found.state in PUBLIC
    services = found.services.filter(is_offered=True).select_related("field").order_by("name") if is_here else []
    context = {
        "organisation": found,
        "services": list(services),
        "is_here": is_here,
        "hub": found.hub if found.hub and found.hub.state in PUBLIC else None,
        "line": Place.objects.with_line().get(pk=found.place_id).line,
        "map_of": found.path[: CODE_LENGTHS[Level.COMMUNITY]],
    }
    return render(request, "registry/directory_organisation.html", context)
