"""Which places somebody who works here may name."""

from django.db.models import QuerySet

from linli.kernel.actor import Actor
from linli.places.levels import Level
from linli.places.models import Place


def places_open_to(actor: Actor) -> QuerySet[Place]:
    """Where they may report without a point, or find that something belongs: communities and grids they reach."""
    places = Place.objects.none()
    for code in actor.codes():
        places |= Place.objects.standing().inside(code).filter(level__in=(Level.COMMUNITY, Level.GRID))
    return places
