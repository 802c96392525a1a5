"""For programs: which open events may be the same as one about to be reported."""

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from linli.events.core.api_schemas import EventLine
from linli.events.core.api_shapes import LINE, lines
from linli.events.core.likeness.acts import candidates
from linli.events.core.likeness.forms import DraftForm
from linli.events.core.models import Event
from linli.events.core.policies import can_report
from linli.kernel import bodies
from linli.kernel.answers import answer
from linli.kernel.form_schemas import body_of
from linli.kernel.problems import Forbidden
from linli.people.api_auth import ApiRequest, reads
from linli.people.reach import places_open_to
from linli.places.models import Place

router = Router(tags=["events"])


class SimilarEvent(BaseModel):
    event: EventLine
    metres: int | None = Field(description="How far apart; null where one of the two has no point.")
    alike: float = Field(description="Share of the pairs of characters that the two texts have in common, 0 to 1.")
    may_add: bool = Field(description="Whether this token may add to it: move `comment`.")
    may_join: bool = Field(description="Whether this token may join the new report to it: move `join`.")


class SimilarEvents(BaseModel):
    items: list[SimilarEvent]


@router.post(
    "/events/similar", auth=reads, response=SimilarEvents, openapi_extra=body_of(DraftForm), url_name="event_similar"
)
def similar_events(request: ApiRequest) -> HttpResponse:
    """At most five open events that may be the same as what is about to be reported, the likeliest first.

    Send the fields of a report that are known so far. Nothing is changed.
    """
    if not can_report(request.actor):
        raise Forbidden()
    body = bodies.read(request)
    places = places_open_to(request.actor) if "place" in body.values else Place.objects.none()
    form = DraftForm(body.values, places=places)
    bodies.check_names(body, form.fields)
    bodies.refuse_errors(form)
    draft = form.draft()
    found = candidates(draft, request.actor) if draft else []
    rows = {row["pk"]: row for row in Event.objects.filter(pk__in=[one.twin.event.pk for one in found]).values(*LINE)}
    shown = lines(rows[one.twin.event.pk] for one in found)
    return answer(
        SimilarEvents(
            items=[
                SimilarEvent(
                    event=line,
                    metres=one.twin.metres,
                    alike=round(one.twin.alike, 2),
                    may_add=one.may_add,
                    may_join=one.may_join,
                )
                for one, line in zip(found, shown, strict=True)
            ]
        )
    )
