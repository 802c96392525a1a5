"""The public pages of the district and of a community: what a resident can do and what was done."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from linli.events.core.openness import public_events
from linli.events.core.states import EventState
from linli.events.figures.week import Done, week_of
from linli.kernel.problems import NotFound
from linli.people.requests import Request
from linli.people.roles import Role
from linli.people.staffing import people_at
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Place
from linli.places.served import served_district

SHOWN = 8
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Subdistrict:
    place: Place
    communities: list[Place]


@require_GET
def home(request: Request) -> HttpResponse:
    """The district: choose your community."""
    district = served_district()
    if district is None:
        return render(request, "site/home_empty.html")
    below = (
        Place.objects.standing()
        .inside(district.code)
        .filter(level__in=(Level.SUBDISTRICT, Level.COMMUNITY))
        .order_by("code")
    )
    groups: dict[str, Subdistrict] = {}
    for place in below:
        if place.level == Level.SUBDISTRICT:
            groups[place.code] = Subdistrict(place, [])
        else:
            groups[place.code[: CODE_LENGTHS[Level.SUBDISTRICT]]].communities.append(place)
    week = week_of(place.code for place in below if place.level == Level.COMMUNITY)
    context = {"district": district, "groups": list(groups.values()), "week": week.total}
    return render(request, "site/home.html", context)


@require_GET
def week(request: Request) -> HttpResponse:
    """What was done in the last seven days, by category and by community: numbers, no events."""
    district = served_district()
    if district is None:
        raise NotFound()
    places = list(Place.objects.standing().inside(district.code).filter(level=Level.COMMUNITY).order_by("code"))
    found = week_of(place.code for place in places)
    nothing = Done()
    context = {
        "district": district,
        "week": found,
        "categories": sorted(found.by_category.items(), key=lambda one: (-one[1].closed, one[0])),
        "communities": [(place, found.by_community.get(place.code, nothing)) for place in places],
    }
    return render(request, "site/week.html", context)


@require_GET
def community(request: Request, code: str) -> HttpResponse:
    """One community: report, track, what was done this week, whom to ask.

    Of events only the category, the grid and the dates are told: what people wrote stays with those it concerns.
    """
    place = get_object_or_404(Place.objects.with_line(), code=code, level=Level.COMMUNITY)
    ended = public_events().inside(code).filter(ended_at__isnull=False).order_by("-ended_at")
    closed = ended.filter(state=EventState.CLOSED)
    context = {
        "place": place,
        "done": closed.select_related("category", "place")[:SHOWN],
        "done_this_week": closed.filter(ended_at__gte=timezone.now() - WEEK).count(),
        "staff": people_at(code, (Role.COMMUNITY_WORKER, Role.GRID_WORKER)),
    }
    return render(request, "site/community.html", context)
