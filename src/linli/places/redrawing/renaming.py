"""A place gets another name; the former one is kept with its day."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.kernel import snapshot
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict, Invalid
from linli.places.models import FormerName, Place
from linli.places.policies import can_redraw
from linli.places.redrawing.plans import STALE, checked_name
from linli.places.rights import for_whom


@transaction.atomic
def rename_place(place: Place, *, name: str, seen: str | None = None, actor: Actor) -> Place:
    """Call ``place`` ``name`` from today on. ``seen`` is the name that somebody looked at.

    Raises Invalid by the field, Conflict when it was renamed meanwhile, NotFound without the post.
    """
    locked = Place.objects.select_for_update().get(pk=place.pk)
    on_behalf_of = for_whom(can_redraw, actor, locked.code)
    if locked.ended_on:
        raise Invalid(errors={"name": [_("这个地点已撤销，不能再改。")]})
    if seen is not None and seen != locked.name:
        raise Conflict(STALE, code="stale")
    before, kept = locked.name, checked_name(name, parent_id=locked.parent_id, besides=[locked.pk])
    if before != kept:
        rename(locked, kept, on=timezone.localdate())
        trail.record(
            "place.rename",
            actor=actor,
            on_behalf_of=on_behalf_of,
            subject_kind="place",
            subject_id=locked.pk,
            detail={"place": locked.code, "before": before, "name": kept},
        )
        snapshot.touch_all()
    return locked


def rename(place: Place, name: str, *, on: date) -> None:
    """Within the caller's act and lock."""
    if place.name == name:
        return
    FormerName.objects.create(place=place, name=place.name, valid_to=on)
    place.name = name
    place.save(update_fields=["name"])
