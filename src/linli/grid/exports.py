"""The list of events as an Excel file."""

from collections.abc import Iterator
from itertools import islice

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.grid.filters import Filters
from linli.grid.models import Event
from linli.grid.states import Channel, EventState
from linli.inbox.models import Task
from linli.kernel.excel import TYPE, Column, workbook
from linli.people.actors import StaffActor
from linli.people.staffing import words_of
from linli.places.lines import lines_of

MOST = 50_000
CHUNK = 2_000


def export_events(actor: StaffActor, filters: Filters) -> HttpResponse:
    """What the list shows, at most 50,000 events; no reporter's name or number is in it.

    A file is passed on: of confidential events it holds neither what was written nor where exactly it was.
    """
    trail.record("event.export", actor=actor, subject_kind="event", detail={"filters": filters.values, "most": MOST})
    columns = [
        Column(_("编号"), 18),
        Column(_("类别"), 14),
        Column(_("情况"), 50),
        Column(_("地点"), 34),
        Column(_("位置描述"), 26),
        Column(_("状态"), 10),
        Column(_("现由谁办"), 18),
        Column(_("期限"), 18, "datetime"),
        Column(_("来源"), 12),
        Column(_("上报时间"), 18, "datetime"),
        Column(_("办结时间"), 18, "datetime"),
        Column(_("重办次数"), 10, "number"),
        Column(_("评分"), 8, "number"),
    ]
    events = filters.apply(Event.objects.visible_to(actor)).for_list().order_by("-pk")[:MOST]
    response = HttpResponse(workbook(columns, _rows(events.iterator(chunk_size=CHUNK))), content_type=TYPE)
    name = f"linli-events-{timezone.localtime():%Y%m%d-%H%M}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(events: Iterator[Event]) -> Iterator[list[object]]:
    while batch := list(islice(events, CHUNK)):
        yield from _lines_of_batch(batch)


def _lines_of_batch(events: list[Event]) -> Iterator[list[object]]:
    tasks = Task.objects.in_bulk([event.pk for event in events])
    places = lines_of({event.place_id for event in events})
    for event in events:
        task = tasks.get(event.pk)
        yield [
            event.number,
            event.category.name,
            event.title if event.is_confidential else event.text,
            places[event.place_id].line,
            "" if event.is_confidential else event.address,
            str(EventState(event.state).label),
            words_of(task.holder) if task else "",
            task.due_at if task else None,
            str(Channel(event.channel).label),
            event.created_at,
            event.ended_at,
            event.reopened,
            event.rating,
        ]
