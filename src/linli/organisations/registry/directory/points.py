"""The map of the directory: how many each place has, or, inside one community, where they are."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from linli.organisations.registry.directory.filters import SERVICES, Wanted
from linli.organisations.registry.models import Organisation, OrganisationQuerySet, Service, ServiceQuerySet
from linli.places.centres import Centre, centres_below
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Place

MOST_POINTS = 500
Found = ServiceQuerySet | OrganisationQuerySet
SHOWN_SINGLY = CODE_LENGTHS[Level.COMMUNITY]


def is_single(place: Place) -> bool:
    """From communities on the map shows each, above them how many there are."""
    return len(place.code) >= SHOWN_SINGLY


def collection(wanted: Wanted, place: Place) -> dict[str, object]:
    """GeoJSON in the shape of the map of events. One query for points, three for counts."""
    found = wanted.services() if wanted.what == SERVICES else wanted.organisations()
    if is_single(place):
        rows = _placed(found)
        features = [_single(row) for row in rows[:MOST_POINTS]]
        return {"type": "FeatureCollection", "features": features, "is_cut": len(rows) > MOST_POINTS}
    return {"type": "FeatureCollection", "features": list(_shares(found, wanted, place)), "is_cut": False}


def _placed(found: Found) -> Sequence[Organisation | Service]:
    """One more than the map shows."""
    placed = found.exclude(lat=None).order_by("-pk")
    if isinstance(placed, ServiceQuerySet):
        return list(placed.select_related("organisation")[: MOST_POINTS + 1])
    return list(placed[: MOST_POINTS + 1])


def _shares(found: Found, wanted: Wanted, place: Place) -> Iterable[Mapping[str, object]]:
    children = {child.code: child for child in place.children.order_by("code")}
    if not children:
        return
    length = len(next(iter(children)))
    counted = dict(found.annotate(part=Left("path", length)).values_list("part").annotate(count=Count("pk")).order_by())
    centres = centres_below(place) or {
        code: Centre(child.lat, child.lon)
        for code, child in children.items()
        if child.lat is not None and child.lon is not None
    }
    for code, child in children.items():
        if counted.get(code) and code in centres:
            words = {"name": child.short_name, "open": counted[code], "late": 0}
            label = _("%(name)s：%(open)s 个") % words
            yield _feature(centres[code], {"label": label, "address": wanted.address(place=code), **words})


def _single(row: Organisation | Service) -> Mapping[str, object]:
    owner = row.organisation if isinstance(row, Service) else row
    title = f"{row.name} · {owner.name}" if isinstance(row, Service) else row.name
    properties = {"title": title, "label": title, "tone": "going", "late": False, "address": owner.get_public_url()}
    return _feature(Centre(row.lat or 0.0, row.lon or 0.0), properties)


def _feature(at: Centre, properties: Mapping[str, object]) -> Mapping[str, object]:
    coordinates = [round(at.lon, 6), round(at.lat, 6)]
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": coordinates}, "properties": properties}
