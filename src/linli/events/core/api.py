"""Events for programs: the same reports, lists and moves as on the pages, by the same rules."""

import datetime
import uuid

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from linli.events.core import api_shapes as shapes
from linli.events.core.api_schemas import CategoriesOut, EventOut, EventPage, ReportReceipt
from linli.events.core.catalogue import catalogue
from linli.events.core.filters import GROUPS, Filters
from linli.events.core.flows import EVENT
from linli.events.core.forms import ReportForm
from linli.events.core.intake import report
from linli.events.core.models import Event, EventQuerySet, Photo, UnitPart
from linli.events.core.parts.finding import find_part
from linli.events.core.parts.forms import ArrivalForm
from linli.events.core.parts.show import parts_of, rows
from linli.events.core.policies import can_report
from linli.events.core.states import EventState
from linli.flow import timeline
from linli.flow.api_moves import make
from linli.flow.api_schemas import MoveReceipt, TimelineOut
from linli.flow.api_shapes import step
from linli.flow.forms import NoteForm
from linli.kernel import bodies, files
from linli.kernel.answers import answer, answer_once
from linli.kernel.form_schemas import body_of
from linli.kernel.ids import first_id
from linli.kernel.paging import page_of_values
from linli.kernel.problems import Forbidden, Invalid, NotFound
from linli.people.api_auth import ApiRequest, reads, scope_of, writes
from linli.people.reach import places_open_to
from linli.places.levels import is_code
from linli.places.models import Place

router = Router(tags=["events"])
MOST = 100
MOVE_FORMS = [move.form for move in EVENT.moves.values() if move.form]


class Asked(Schema):
    """Which events a list holds; all that are visible where nothing is said."""

    state: str = Field("", description="A state, or the group `open` or `ended`.")
    category: str = Field("", description="Code of a category; those below it are included.")
    place: str = Field("", description="Code of a place; all within it are included.")
    unit: uuid.UUID | None = Field(None, description="Id of the lead unit.")
    q: str = Field("", max_length=100, description="Words of the text, two characters or more each; or a number.")
    late: bool = Field(False, description="Only what is past its deadline.")
    since: AwareDatetime | None = Field(None, description="Reported at this moment or later.")
    cursor: str = Field("", max_length=100, description="`next` of the page before.")
    size: int = Field(50, ge=1, le=MOST)


def _visible(request: ApiRequest, number: str) -> Event:
    """The event, if this actor may know of it: everything else is 404."""
    event = Event.objects.visible_to(request.actor).for_record().filter(number=number).first()
    if event is None:
        raise NotFound(_("没有这件事件"))
    return event


@router.post(
    "/events", auth=writes, response={201: ReportReceipt}, openapi_extra=body_of(ReportForm), url_name="events"
)
def create_event(request: ApiRequest) -> HttpResponse:
    """Report an event. With an `Idempotency-Key` the same request may come again without a second event."""
    body = bodies.read(request)

    def act() -> ReportReceipt:
        if not can_report(request.actor):
            raise Forbidden()
        places = places_open_to(request.actor) if "place" in body.values else Place.objects.none()
        form = ReportForm(body.values, body.files, places=places)
        bodies.check_names(body, form.fields)
        bodies.refuse_errors(form)
        return shapes.receipt(report(form.payload(), actor=request.actor))

    return answer_once(request, body, act, scope=scope_of(request), status=201)


@router.get("/events", auth=reads, response=EventPage)
def list_events(request: ApiRequest, asked: Query[Asked]) -> HttpResponse:
    """The events that the token's user sees, newest first."""
    found = page_of_values(_asked_for(request, asked), shapes.LINE, cursor=asked.cursor, size=asked.size)
    return answer(EventPage(items=shapes.lines(found.items), next=found.next_cursor))


def _asked_for(request: ApiRequest, asked: Asked) -> EventQuerySet:
    categories = catalogue.get().all
    errors = {}
    if asked.state and asked.state not in {*GROUPS, *EventState.values}:
        errors["state"] = [_("没有这个状态")]
    if asked.category and asked.category not in {category.code for category in categories}:
        errors["category"] = [_("没有这个类别")]
    if asked.place and not is_code(asked.place):
        errors["place"] = [_("这不是地点代码")]
    if errors:
        raise Invalid(errors=errors)
    words = asked.dict(include={"state", "category", "place", "q"}) | ({"late": "1"} if asked.late else {})
    query = QueryDict(mutable=True)
    query.update(words)
    events = Filters(query, categories).apply(Event.objects.visible_to(request.actor))
    if asked.unit:
        events = events.filter(lead_unit=asked.unit)
    if asked.since:
        # The id bounds the walk through the newest; the column decides.
        since = asked.since.astimezone(datetime.UTC)  # the database knows no offset of a day
        earliest = first_id(since - datetime.timedelta(minutes=1))
        events = events.filter(created_at__gte=since, pk__gte=earliest)
    return events


@router.get("/events/{number}", auth=reads, response=EventOut, url_name="event")
def get_event(request: ApiRequest, number: str) -> HttpResponse:
    """One event, with the moves that may be made now and what each needs."""
    event = _visible(request, number)
    parts = rows(parts_of(event), request.actor)
    return answer(shapes.whole(event, EVENT.available(event, request.actor), parts))


@router.get("/events/{number}/timeline", auth=reads, response=TimelineOut)
def get_timeline(request: ApiRequest, number: str) -> HttpResponse:
    """What happened to the event, oldest first."""
    event = _visible(request, number)
    lines = timeline.for_staff(event, parts_of(event))
    return answer(TimelineOut(items=[step(line) for line in lines]))


@router.get("/events/{number}/photos/{uuid:photo}", auth=reads, url_name="event_photo")
def get_photo(request: ApiRequest, number: str, photo: uuid.UUID) -> HttpResponse:
    """A picture of the event."""
    event = _visible(request, number)
    stored = get_object_or_404(Photo.objects.select_related("file"), event=event, pk=photo)
    return files.respond(stored.file)


@router.post(
    "/events/{number}/moves/{move}",
    auth=writes,
    response=MoveReceipt,
    openapi_extra=body_of(NoteForm, *MOVE_FORMS, required=False),
)
def make_move(request: ApiRequest, number: str, move: str) -> HttpResponse:
    """Make a move. What its body needs stands with the event, under `actions`."""
    return make(request, lambda: _visible(request, number), move)


@router.post(
    "/parts/{number}/moves/{move}",
    auth=writes,
    response=MoveReceipt,
    openapi_extra=body_of(NoteForm, ArrivalForm, required=False),
)
def make_part_move(request: ApiRequest, number: str, move: str) -> HttpResponse:
    """Make a move on a unit's part in an event: an assist, a whistle's answer, a request for time."""

    def part() -> UnitPart:
        found = find_part(number, request.actor)
        if found is None:
            raise NotFound(_("没有这一项"))
        return found

    return make(request, part, move)


@router.get("/categories", auth=reads, response=CategoriesOut, tags=["settings"])
def list_categories(request: HttpRequest) -> HttpResponse:
    """The categories that an event may have, and those they are grouped under."""
    found = catalogue.get().active
    codes, parents = {item.pk: item.code for item in found}, {item.parent_id for item in found}
    return answer(CategoriesOut(items=[shapes.category(item, codes, parents) for item in found]))
