"""What reached a grid in the very moment in which it ended, is taken along a little later.

An event that comes in while its grid is being merged waits for the lock on the grid and is then written at it; a
process may also look at its copy of the boundaries for another second. Locking the place for every new event
would let only one come in at a time, so a sweep follows up instead: every minute, and again for a week.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from linli.kernel import snapshot
from linli.kernel.actor import SYSTEM
from linli.kernel.registry import Redrawing
from linli.places.models import Place
from linli.places.redrawing.plans import everywhere, follow

LOOKED_BACK = timedelta(days=7)


def follow_up() -> int:
    """Let what was left at grids that ended lately follow; how many things moved."""
    since = timezone.localdate() - LOOKED_BACK
    ended = Place.objects.filter(successor__isnull=False, ended_on__gte=since).order_by("code")
    return sum(_follow(place) for place in ended)


@transaction.atomic
def _follow(place: Place) -> int:
    successor = _present(place)
    shift = Redrawing(
        old=place.pk,
        old_code=place.code,
        new=successor.pk,
        new_code=successor.code,
        is_whole=True,
        holds=everywhere,
        takes_posts=False,
        actor=SYSTEM,
        on=timezone.localdate(),
    )
    moved = sum(follow(shift).values())
    if moved:
        snapshot.touch_all()
    return moved


def _present(place: Place) -> Place:
    """Where it goes on today: the successor may itself have been merged since. Locked, so that it stays so."""
    while place.successor_id is not None:
        place = Place.objects.select_for_update().get(pk=place.successor_id)
    return place
