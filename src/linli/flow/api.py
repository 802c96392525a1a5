"""Every declared kind of record for programs: list, record, timeline, beginning and moves, as on the pages."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from linli.flow import timeline
from linli.flow.api_moves import begin, make
from linli.flow.api_schemas import ActionOut, MoveReceipt, Named, TimelineOut, WaitingOut
from linli.flow.api_shapes import actions_of, step, waiting_of
from linli.flow.flow import flows
from linli.flow.records import Record
from linli.flow.resources import Resource, resources
from linli.flow.showing import Row, rows_of
from linli.kernel.answers import answer
from linli.kernel.form_schemas import schema_of
from linli.kernel.paging import page
from linli.kernel.problems import Forbidden, Invalid, NotFound
from linli.people.api_auth import ApiRequest, reads, writes

router = Router(tags=["records"])
MOST = 100
BODY = {"requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}}}


class AskedRecords(Schema):
    state: str = Field("", description="A state; all where empty.")
    cursor: str = Field("", max_length=100, description="`next` of the page before.")
    size: int = Field(50, ge=1, le=MOST)


class RecordLine(BaseModel):
    """A record in a list."""

    kind: str
    number: str
    title: str
    state: str
    state_label: str
    place: Named
    place_line: str = Field(description="The place with those it lies in, as people read it.")
    waiting: WaitingOut | None
    created_at: datetime.datetime
    changed_at: datetime.datetime
    version: int


class RecordPage(BaseModel):
    items: list[RecordLine]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class RecordOut(RecordLine):
    """A record with all that is known of it."""

    facts: dict[str, Any] = Field(description="What this kind of record says besides; people masked.")
    actions: list[ActionOut]


class KindOut(BaseModel):
    kind: str
    title: str
    states: dict[str, str]
    begin: dict[str, Any] | None = Field(description="JSON Schema of what begins one; null where nobody does by hand.")


class KindsOut(BaseModel):
    items: list[KindOut]


def _resource(kind: str) -> Resource[Any]:
    try:
        return resources[kind]
    except KeyError:
        raise NotFound(_("没有这一类记录")) from None


def _visible(request: ApiRequest, kind: str, number: str) -> Record:
    found: Record | None = _seen(request, kind).filter(number=number).first()
    if found is None:
        raise NotFound(_("没有这条记录"))
    return found


def _seen(request: ApiRequest, kind: str) -> QuerySet[Any]:
    return _resource(kind).seen(request.actor)


def _line(row: Row[Any]) -> dict[str, Any]:
    record = row.record
    return {
        "kind": record.kind,
        "number": record.number,
        "title": record.title,
        "state": record.state,
        "state_label": str(row.state),
        "place": Named(code=row.code, name=row.place),
        "place_line": row.line,
        "waiting": waiting_of(row.waiting) if row.waiting.who else None,
        "created_at": record.created_at,
        "changed_at": record.changed_at,
        "version": record.version,
    }


@router.get("/records", auth=reads, response=KindsOut, url_name="record_kinds")
def list_kinds(request: ApiRequest) -> HttpResponse:
    """The kinds of records that are reached here, their states, and what begins one."""
    kinds = [
        KindOut(
            kind=name,
            title=str(found.title),
            states={value: str(label) for value, label in found.flow.states.choices},
            begin=schema_of(found.begin.form, files=True) if found.begin else None,
        )
        for name, found in resources
    ]
    return answer(KindsOut(items=kinds))


@router.get("/records/{kind}", auth=reads, response=RecordPage, url_name="records")
def list_records(request: ApiRequest, kind: str, wanted: Query[AskedRecords]) -> HttpResponse:
    """The records of a kind that the token's user sees, newest first."""
    resource, seen = _resource(kind), _seen(request, kind)
    if wanted.state and wanted.state not in resource.flow.states.values:
        raise Invalid(errors={"state": [_("没有这个状态")]})
    found = page(seen.filter(state=wanted.state) if wanted.state else seen, cursor=wanted.cursor, size=wanted.size)
    lines = [RecordLine.model_validate(_line(row)) for row in rows_of(found.items)]
    return answer(RecordPage(items=lines, next=found.next_cursor))


@router.get("/records/{kind}/{number}", auth=reads, response=RecordOut, url_name="record")
def get_record(request: ApiRequest, kind: str, number: str) -> HttpResponse:
    """One record, with the moves that may be made now and what each needs."""
    resource, found = _resource(kind), _visible(request, kind, number)
    (row,) = rows_of([found])
    offers = flows[kind].available(found, request.actor)
    shown = _line(row) | {"facts": dict(resource.facts(found)), "actions": actions_of(offers)}
    return answer(RecordOut.model_validate(shown))


@router.get("/records/{kind}/{number}/timeline", auth=reads, response=TimelineOut, url_name="record_timeline")
def get_timeline(request: ApiRequest, kind: str, number: str) -> HttpResponse:
    found = _visible(request, kind, number)
    told = timeline.for_staff if _resource(kind).may_read(request.actor, found) else timeline.for_public
    return answer(TimelineOut(items=[step(line) for line in told(found)]))


@router.post("/records/{kind}", auth=writes, response={201: MoveReceipt}, openapi_extra=BODY)
def begin_record(request: ApiRequest, kind: str) -> HttpResponse:
    """Begin a record. What its body needs stands under `begin` of its kind."""
    beginning = _resource(kind).begin
    if beginning is None:
        raise NotFound(_("这一类记录不能由此新建"))
    if not beginning.allow(request.actor):
        raise Forbidden()
    return begin(request, beginning)


@router.post("/records/{kind}/{number}/moves/{move}", auth=writes, response=MoveReceipt, openapi_extra=BODY)
def make_record_move(request: ApiRequest, kind: str, number: str, move: str) -> HttpResponse:
    """Make a move. What its body needs stands with the record, under `actions`."""
    return make(request, lambda: _visible(request, kind, number), move)
