"""How an event is shown on its pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.events.core.models import Event, Photo
from linli.events.core.states import Channel, EventState, PhotoStage
from linli.flow.sheets import DUE, HOLDER, NUMBER, PLACE, STATE, SheetColumn
from linli.flow.showing import waiting
from linli.inbox.models import Task
from linli.kernel.problems import Text
from linli.places.models import Place

TONES: Mapping[str, str] = {
    EventState.REPORTED: "waiting",
    EventState.ACCEPTED: "waiting",
    EventState.DISPATCHED: "going",
    EventState.IN_PROGRESS: "going",
    EventState.MEDIATING: "going",
    EventState.DONE: "going",
    EventState.CHECKED: "going",
    EventState.CLOSED: "done",
    EventState.REJECTED: "waiting",
    EventState.WITHDRAWN: "waiting",
    EventState.JOINED: "going",
}
PUBLIC_STAGES: list[tuple[Text, tuple[str, ...]]] = [
    (_("已上报"), (EventState.REPORTED,)),
    (_("已受理"), (EventState.ACCEPTED,)),
    (_("处理中"), (EventState.DISPATCHED, EventState.IN_PROGRESS, EventState.MEDIATING)),
    (_("核查"), (EventState.DONE, EventState.CHECKED)),
    (pgettext_lazy("stage", "办结"), (EventState.CLOSED,)),
]


SHEET: tuple[SheetColumn[Event], ...] = (
    NUMBER,
    SheetColumn(_("类别"), 14, lambda row: row.record.category.name),
    SheetColumn(_("情况"), 50, lambda row: row.record.title if row.record.is_confidential else row.record.text),
    PLACE,
    SheetColumn(_("位置描述"), 26, lambda row: "" if row.record.is_confidential else row.record.address),
    STATE,
    HOLDER,
    DUE,
    SheetColumn(_("来源"), 12, lambda row: str(Channel(row.record.channel).label)),
    SheetColumn(_("上报时间"), 18, lambda row: row.record.created_at, "datetime"),
    SheetColumn(_("办结时间"), 18, lambda row: row.record.ended_at, "datetime"),
    SheetColumn(_("重办次数"), 10, lambda row: row.record.reopened, "number"),
    SheetColumn(_("评分"), 8, lambda row: row.record.rating, "number"),
)
"""A file is passed on: of confidential events it holds neither what was written nor where exactly it was."""


def facts(event: Event) -> dict[str, object]:
    return {
        "category": event.category.code,
        "channel": event.channel,
        "is_confidential": event.is_confidential,
        "unit": event.lead_unit.name if event.lead_unit else None,
        "desk": event.desk,
        "sent_back": event.sent_back,
        "reopened": event.reopened,
        "rating": event.rating,
        "ended_at": event.ended_at,
    }


@dataclass(frozen=True)
class Picture:
    address: str
    thumb: str
    alt: Text


def pictures(event: Event, photos: Iterable[Photo], *, url_name: str) -> dict[str, list[Picture]]:
    """The photos by stage, each with the addresses under which this reader may fetch them."""
    found: dict[str, list[Picture]] = {stage: [] for stage in PhotoStage.values}
    for photo in photos:
        address = reverse(url_name, args=[event.number, photo.pk])
        alt = _("上报时的照片") if photo.stage == PhotoStage.BEFORE else _("处理后的照片")
        found[photo.stage].append(Picture(address, f"{address}?thumb=1", alt))
    return found


def public_stage(event: Event) -> int:
    """How far along the public stages: one past the last when closed. What was joined is as far as the other."""
    if event.state == EventState.JOINED and event.joined_to:
        return public_stage(event.joined_to)
    if event.state == EventState.CLOSED:
        return len(PUBLIC_STAGES)
    return next((n for n, (_title, states) in enumerate(PUBLIC_STAGES) if event.state in states), 0)


def stars(rating: int | None) -> str:
    return "★" * rating + "☆" * (5 - rating) if rating else ""


def context_of(event: Event, **more: object) -> dict[str, object]:
    """What every page of one event needs. ``event`` comes with category, lead unit and place."""
    task = Task.objects.filter(pk=event.pk).first()
    place = Place.objects.with_line().get(pk=event.place_id)
    return {
        "event": event,
        "line": place.line,
        "place": place,
        "state": EventState(event.state).label,
        "tone": TONES[event.state],
        "waiting": waiting(task),
        "stars": stars(event.rating),
        **more,
    }
