"""Events and what belongs to them, brought into the shapes of the API."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from linli.events.core import api_schemas as out
from linli.events.core.intake import Receipt
from linli.events.core.models import Category, Event, Photo, neutral_title, title_of
from linli.events.core.parts.show import PartRow
from linli.events.core.states import EventState, PhotoStage
from linli.flow.api_schemas import Named
from linli.flow.api_shapes import actions_of, waiting_of
from linli.flow.flow import Offer
from linli.flow.showing import waiting
from linli.inbox.models import Task
from linli.places.levels import Level
from linli.places.lines import lines_of

LINE = (
    *("pk", "number", "state", "version", "text", "channel", "is_outside", "is_confidential"),
    *("created_at", "changed_at", "ended_at"),
    *("category__code", "category__name", "place_id", "lead_unit_id", "lead_unit__name"),
)


def lines(rows: Iterable[Mapping[str, Any]]) -> list[out.EventLine]:
    """From rows of the columns ``LINE``, for a list has no need of whole records; one query more."""
    return [out.EventLine(**values) for values in _line_values(rows)]


def _line_values(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    rows, now = list(rows), timezone.now()
    tasks = Task.objects.in_bulk([row["pk"] for row in rows])
    places = lines_of({row["place_id"] for row in rows})
    for row in rows:
        place = places[row["place_id"]]
        wait = waiting(tasks[row["pk"]], now) if row["pk"] in tasks else None
        yield {
            **{name: row[name] for name in PLAIN},
            "state_label": str(EventState(row["state"]).label),
            "title": _title(row),
            "category": Named(code=row["category__code"], name=row["category__name"]),
            "place": Named(code=place.code, name=place.name),
            "place_line": place.line,
            "unit": out.UnitOut(id=row["lead_unit_id"], name=row["lead_unit__name"]) if row["lead_unit_id"] else None,
            "waiting": waiting_of(wait) if wait else None,
        }


PLAIN = (
    *("number", "state", "version", "channel", "is_outside", "is_confidential"),
    *("created_at", "changed_at", "ended_at"),
)


def _title(row: Mapping[str, Any]) -> str:
    if row["is_confidential"]:
        return neutral_title(row["category__name"], row["number"])
    return title_of(row["text"])


def whole(event: Event, offers: list[Offer], parts: list[PartRow]) -> out.EventOut:
    (values,) = _line_values([_row_of(event)])
    return out.EventOut(
        **values,
        text=event.text,
        address=event.address,
        lat=event.lat,
        lon=event.lon,
        desk=Level(event.desk),
        highest=Level(event.highest),
        joined_to=event.joined_to.number if event.joined_to else None,
        is_supervised=event.supervisor_id is not None,
        dispatched_at=event.dispatched_at,
        solve_due=event.solve_due,
        sent_back=event.sent_back,
        reopened=event.reopened,
        rating=event.rating,
        rating_words=event.rating_words,
        photos=[_photo(event, photo) for photo in event.photos.all()],
        parts=[_part(row) for row in parts],
        actions=actions_of(offers),
    )


def _part(row: PartRow) -> out.PartOut:
    return out.PartOut(
        number=row.part.number,
        kind=row.part.kind,
        unit=out.UnitOut(id=row.part.unit_id, name=row.part.unit.name),
        state=row.part.state,
        state_label=str(row.state),
        due_at=row.waiting.due_at,
        is_late=row.waiting.tone == "late",
        actions=actions_of(row.offers),
    )


def _row_of(event: Event) -> dict[str, Any]:
    """The columns ``LINE`` of a record that is there already."""
    row: dict[str, Any] = {name: getattr(event, name) for name in LINE if "__" not in name}
    for name in ("category", "lead_unit"):
        related = getattr(event, name)
        row |= {f"{name}__code": getattr(related, "code", ""), f"{name}__name": getattr(related, "name", "")}
    return row


def _photo(event: Event, photo: Photo) -> out.PhotoOut:
    url = reverse("api:event_photo", args=[event.number, photo.pk])
    return out.PhotoOut(id=photo.pk, stage=PhotoStage(photo.stage), url=url)


def receipt(found: Receipt) -> out.ReportReceipt:
    event = found.event
    return out.ReportReceipt(
        number=event.number,
        state=EventState(event.state),
        version=event.version,
        place=event.path,
        is_outside=event.is_outside,
        created_at=event.created_at,
        secret=found.secret or None,
    )


def category(found: Category, codes: dict[Any, str], parents: set[Any]) -> out.CategoryOut:
    return out.CategoryOut(
        code=found.code,
        name=found.name,
        parent=codes.get(found.parent_id),
        needs_photo=found.needs_photo,
        is_confidential=found.keeps_confidential,
        is_leaf=found.pk not in parents,
    )
