"""Events of a time and place with what is known of their way, in the columns in which they would come in again."""

import csv
import datetime
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from linli.events.core.catalogue import catalogue
from linli.events.core.models import Event, EventQuerySet
from linli.events.core.states import EventState
from linli.events.imports.columns import HEADS
from linli.events.imports.reading import STEPS
from linli.flow.backfill import Step
from linli.flow.timeline import steps_by_record
from linli.kernel.actor import Actor
from linli.kernel.ids import first_id
from linli.places.levels import Level
from linli.places.lines import lines_of

CHUNK = 1_000
LEFT_OUT = ("phone", "community", "subdistrict")
"""Nobody's number leaves; the place says the other two."""
COLUMNS = [name for name in HEADS if name not in LEFT_OUT]
RESULTS = ("finish", "solve", "reject")
RUN = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so, a spreadsheet would run."""


def chosen(actor: Actor, code: str, first: datetime.date, last: datetime.date) -> EventQuerySet:
    """What the actor sees of a place, reported from the first day to the last."""
    zone = timezone.get_default_timezone()
    begins = datetime.datetime.combine(first, datetime.time(), zone)
    after = datetime.datetime.combine(last, datetime.time(), zone) + datetime.timedelta(days=1)
    # The key bounds the walk; the column decides.
    events = Event.objects.visible_to(actor).inside(code).filter(pk__gte=first_id(begins), pk__lt=first_id(after))
    return events.filter(created_at__gte=begins, created_at__lt=after)


def rows(events: EventQuerySet, actor: Actor) -> Iterator[list[object]]:
    """In the order of the reports, a chunk at a time by the key: the database holds nothing open for it."""
    ordered = events.select_related("category", "lead_unit").order_by("pk")
    chunk = list(ordered[:CHUNK])
    while chunk:
        yield from _rows(chunk, actor)
        chunk = list(ordered.filter(pk__gt=chunk[-1].pk)[:CHUNK])


def _rows(events: Sequence[Event], actor: Actor) -> Iterator[list[object]]:
    steps = steps_by_record([event.pk for event in events])
    places = lines_of({event.place_id for event in events})
    joined = {event.joined_to_id for event in events if event.joined_to_id}
    targets = dict(Event.objects.visible_to(actor).filter(pk__in=joined).values_list("pk", "number"))
    names = Counter(category.name for category in catalogue.get().all)
    with translation.override("zh-hans"):
        for event in events:
            place, category = places[event.place_id], event.category
            cells = _cells(event, _since_reopening(steps[event.pk]))
            cells |= {
                "category": category.name if names[category.name] == 1 else category.code,
                "place": f"{place.code} {place.line}",
                "joined_to": targets.get(event.joined_to_id, "") if event.joined_to_id else "",
            }
            yield [cells.get(name) for name in COLUMNS]


def _since_reopening(steps: Sequence[Step]) -> Sequence[Step]:
    last = max((number for number, step in enumerate(steps) if step.move == "reopen"), default=0)
    return steps[:1] + steps[last + 1 :] if last else steps  # type: ignore[operator]


def _cells(event: Event, steps: Sequence[Step]) -> dict[str, object]:
    at = {step.move: step.at for step in steps}
    # A file is passed on: of a confidential event neither words nor the exact place are in it.
    is_open, results = not event.is_confidential, [step.note for step in steps if step.move in RESULTS and step.note]
    moments = {name: at.get(move) for name, move in STEPS.items()}
    return moments | {
        "former_number": event.number,
        "text": event.text if is_open else event.title,
        "reported_at": event.created_at,
        "state": str(EventState(event.state).label),
        "address": event.address if is_open else "",
        "lat": event.lat if is_open else None,
        "lon": event.lon if is_open else None,
        "unit": event.lead_unit.name if event.lead_unit else "",
        "dispatched_at": event.dispatched_at,
        "ended_at": event.ended_at,
        "result": results[-1] if results and is_open else "",
        "solve_due": event.solve_due,
        "close_due": event.close_due,
        "is_accepted_in_time": _yes(event.is_accepted_in_time),
        "is_done_in_time": _yes(event.is_done_in_time),
        "sent_back": event.sent_back,
        "reworked": event.reworked,
        "extended": event.extended,
        "reopened": event.reopened,
        "rating": event.rating,
        "rating_words": event.rating_words if is_open else "",
        "highest": str(Level(event.highest).label) if event.highest else "",
    }


def _yes(value: bool | None) -> str:
    if value is None:
        return ""
    return _("是") if value else _("否")


def csv_lines(found: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """As Excel opens it by a double click, with nothing in it that it would run."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    file.write("\ufeff")
    writer.writerow(HEADS[name][0] for name in COLUMNS)
    for number, row in enumerate(found, start=1):
        writer.writerow([_plain(value) for value in row])
        if number % 100 == 0:
            yield _taken(file)
    yield _taken(file)


def _taken(file: io.StringIO) -> bytes:
    text = file.getvalue().encode()
    file.seek(0)
    file.truncate()
    return text


def _plain(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, str) and value.startswith(RUN):
        return f"'{value}"
    return "" if value is None else value
