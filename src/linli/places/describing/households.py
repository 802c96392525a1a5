"""How many households there are."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict, Invalid
from linli.places.models import Households, Place
from linli.places.policies import can_describe
from linli.places.redrawing.plans import STALE
from linli.places.rights import for_whom


@transaction.atomic
def set_households(
    community: Place, counts: Mapping[Place, int | None], *, counted_on: datetime.date, actor: Actor
) -> int:
    """Put down the households of the community and of grids in it, as counted on a day; None: not known.

    How many figures changed. Raises Invalid for a day to come, Conflict for a grid that ended meanwhile, NotFound.
    """
    on_behalf_of = for_whom(can_describe, actor, community.code)
    if counted_on > timezone.localdate():
        raise Invalid(errors={"counted_on": [_("统计日不能晚于今天。")]})
    keys = {place.pk for place in counts}
    mine = Q(pk=community.pk) | Q(parent=community)
    rows = Place.objects.select_for_update().standing().filter(mine, pk__in=keys).order_by("code")
    places = {place.pk: place for place in rows}
    if set(places) != keys:
        raise Conflict(STALE, code="stale")
    before = dict(Households.objects.filter(place__in=keys).values_list("place_id", "count"))
    changed = {place: count for place, count in counts.items() if before.get(place.pk) != count}
    Households.objects.filter(place__in=[place.pk for place in changed]).delete()
    Households.objects.bulk_create(
        Households(place=place, count=count, counted_on=counted_on)
        for place, count in changed.items()
        if count is not None
    )
    if changed:
        trail.record(
            "households.set",
            actor=actor,
            on_behalf_of=on_behalf_of,
            subject_kind="place",
            subject_id=community.pk,
            detail={
                "place": community.code,
                "day": counted_on.isoformat(),
                "households": [f"{place.code} {'' if n is None else n}".strip() for place, n in changed.items()],
            },
        )
    return len(changed)
