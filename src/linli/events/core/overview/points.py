"""The map of open events: how many each place has, or, inside one community, where they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.events.core.models import Event, EventQuerySet
from linli.events.core.overview.opened import OpenFilters, late_ones
from linli.events.core.policies import SEEING
from linli.events.core.show import TONES
from linli.events.core.states import EventState
from linli.inbox.models import Task
from linli.people.actors import StaffActor
from linli.places.centres import Centre, centres_below
from linli.places.levels import CODE_LENGTHS, LEVELS_BY_LENGTH, Level, is_code, lineage
from linli.places.models import Place
from linli.places.served import served_district

MOST_POINTS = 500
SHOWN_SINGLY = CODE_LENGTHS[Level.COMMUNITY]
"""From communities on the map shows each event, above them how many there are."""


@dataclass(frozen=True)
class Share:
    """What lies in one place below the one that is looked at; with an empty code: in none of them."""

    code: str
    name: str
    open: int
    late: int


@dataclass(frozen=True)
class Point:
    event: Event
    is_late: bool


def home_of(actor: StaffActor) -> str:
    """The code at which the actor's map begins: what all their places lie in, else the district."""
    codes = actor.codes(*SEEING)
    shared = set(lineage(codes[0])).intersection(*map(lineage, codes)) if codes else set()
    code = max((code for code in shared if len(code) >= CODE_LENGTHS[Level.DISTRICT]), key=len, default="")
    if code:
        return code[: CODE_LENGTHS[Level.GRID]]
    district = served_district()
    return district.code if district else ""


def place_of(actor: StaffActor, filters: OpenFilters) -> Place | None:
    """The place that is looked at: the one asked for, else where the actor is at home. None: there is no such place."""
    code = filters.values.get("place") or home_of(actor)
    return Place.objects.coded(code) if is_code(code) else None


def is_single(place: Place) -> bool:
    return len(place.code) >= SHOWN_SINGLY


def shares(events: EventQuerySet, place: Place) -> list[Share]:
    """For each place right below: how many are open, how many late; those with most late first. Two queries."""
    length = min((length for length in LEVELS_BY_LENGTH if length > len(place.code)), default=len(place.code))
    rows = events.annotate(part=Left("path", length)).values("part")
    counted = rows.annotate(open=Count("pk"), late=Count("pk", filter=Q(pk__in=late_ones())))
    figures = {row["part"]: (row["open"], row["late"]) for row in counted}
    found = [
        Share(child.code, child.short_name, *figures.pop(child.code, (0, 0)))
        for child in place.children.order_by("code")
    ]
    if figures:
        found.append(Share("", _("未落到下一级"), *map(sum, zip(*figures.values(), strict=True))))
    return sorted(found, key=lambda share: (not share.code, -share.late, -share.open, share.code))


def points(events: EventQuerySet) -> list[Point]:
    """The events, the most urgent first; at most 500 of them and one more, that one knows."""
    due = Task.objects.filter(pk=OuterRef("pk")).values("due_at")
    rows: Any = events.annotate(due=Subquery(due)).order_by(F("due").asc(nulls_last=True), "pk")
    now = timezone.now()
    return [Point(row, bool(row.due and row.due <= now)) for row in rows[: MOST_POINTS + 1]]


def collection(events: EventQuerySet, place: Place, filters: OpenFilters) -> dict[str, object]:
    """GeoJSON of what the map shows."""
    if is_single(place):
        found = points(events.exclude(lat=None))
        features: Iterable[object] = [_of_event(point) for point in found[:MOST_POINTS]]
        return {"type": "FeatureCollection", "features": features, "is_cut": len(found) > MOST_POINTS}
    centres = _centres(place)
    features = [
        _of_share(share, centres[share.code], filters)
        for share in shares(events, place)
        if share.open and share.code in centres
    ]
    return {"type": "FeatureCollection", "features": features, "is_cut": False}


def _centres(place: Place) -> Mapping[str, Centre]:
    known = centres_below(place)
    if known:
        return known
    named = place.children.exclude(lat=None).values_list("code", "lat", "lon")
    return {code: Centre(lat, lon) for code, lat, lon in named if lat is not None and lon is not None}


def _of_share(share: Share, at: Centre, filters: OpenFilters) -> dict[str, object]:
    words = {"name": share.name, "open": share.open, "late": share.late}
    label = _("%(name)s：未结 %(open)s 件，其中逾期 %(late)s 件") % words
    return _feature(
        at, {"code": share.code, "label": label, "address": filters.on("event_map", place=share.code), **words}
    )


def _of_event(point: Point) -> dict[str, object]:
    event = point.event
    state = str(EventState(event.state).label)
    properties = {
        "number": event.number,
        "title": event.title,
        "state": state,
        "tone": TONES[event.state],
        "late": point.is_late,
        "label": _("%(title)s（%(state)s）") % {"title": event.title, "state": _("已逾期") if point.is_late else state},
        "address": reverse("event", args=[event.number]),
    }
    return _feature(Centre(event.lat or 0.0, event.lon or 0.0), properties)


def _feature(at: Centre, properties: Mapping[str, object]) -> dict[str, object]:
    coordinates: Sequence[float] = [round(at.lon, 6), round(at.lat, 6)]
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": coordinates}, "properties": properties}
