"""The effects of the moves, and the beginning of an event. Run inside the flow's transaction."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.grid import rules
from linli.grid.models import Event, Photo, ResponsibleUnit
from linli.grid.payloads import Dispatch, Evidence, Rate
from linli.grid.states import PhotoStage
from linli.kernel.files import Picture, keep
from linli.kernel.problems import Conflict
from linli.people.models import Unit
from linli.places.levels import lineage


def add_photos(event: Event, pictures: Iterable[Picture], stage: PhotoStage) -> int:
    """Store pictures of an event; returns how many."""
    stored = [keep(picture) for picture in pictures]
    Photo.objects.bulk_create([Photo(event=event, file=file, stage=stage) for file in stored])
    return len(stored)


def dispatch(record: Event, *, actor: Any, data: Dispatch) -> Mapping[str, object]:
    """Give it to one lead unit; the clock of its work starts."""
    record.lead_unit = data.unit
    record.dispatched_at = timezone.now()
    return {"unit": data.unit.name, "unit_id": str(data.unit.pk)}


def send_back(record: Event, *, actor: Any, data: None) -> Mapping[str, object]:
    """Not this unit's matter: the desk dispatches anew."""
    unit, record.lead_unit = record.lead_unit, None
    return {"unit": unit.name if unit else ""}


def finish(record: Event, *, actor: Any, data: Evidence) -> Mapping[str, object]:
    return {"photos": add_photos(record, data.photos, PhotoStage.AFTER)}


def solve(record: Event, *, actor: Any, data: Evidence) -> Mapping[str, object]:
    """Fixed on the spot: it never left the grid."""
    record.ended_at = timezone.now()
    return {"photos": add_photos(record, data.photos, PhotoStage.AFTER)}


def photograph(record: Event, *, actor: Any, data: Evidence) -> Mapping[str, object]:
    return {"photos": add_photos(record, data.photos, PhotoStage.BEFORE)}


def end(record: Event, *, actor: Any, data: None) -> None:
    record.ended_at = timezone.now()


def reopen(record: Event, *, actor: Any, data: None) -> Mapping[str, object]:
    """The reporter says it is not fixed: back to the desk, the rating given before is gone."""
    days = rules.REOPEN_WITHIN.at(record.path, subject=record.category.code)
    if record.ended_at and (timezone.now() - record.ended_at).days >= days:
        raise Conflict(_("结案已超过 %(days)s 天，请重新上报") % {"days": days}, code="too_late")
    record.ended_at, record.lead_unit, record.dispatched_at = None, None, None
    record.rating, record.rating_words = None, ""
    record.reopened += 1
    return {"times": record.reopened}


def rate(record: Event, *, actor: Any, data: Rate) -> Mapping[str, object]:
    record.rating, record.rating_words = data.stars, data.words
    return {"stars": data.stars}


def proposed_unit(event: Event) -> Unit | None:
    """The unit that answers for the category at the nearest place; the parent category's where it has none."""
    categories = [key for key in (event.category_id, event.category.parent_id) if key]
    found = ResponsibleUnit.objects.filter(category__in=categories, place__code__in=lineage(event.path))
    rows = sorted(
        found.select_related("unit", "place"), key=lambda row: (categories.index(row.category_id), -len(row.place.code))
    )
    return rows[0].unit if rows else None
