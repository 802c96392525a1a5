"""Disputes for programs: the same list, record and moves as on the pages. People are masked here without exception."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from linli.events.disputes import show
from linli.events.disputes.finding import find_part
from linli.events.disputes.flows import DISPUTE, FOLLOW_UP, SESSION
from linli.events.disputes.models import Dispute, DisputePart, Session
from linli.events.disputes.states import DisputeChannel, DisputeState, Side
from linli.flow.api_moves import make
from linli.flow.api_schemas import ActionOut, MoveReceipt, Named, WaitingOut
from linli.flow.api_shapes import actions_of, waiting_of
from linli.flow.forms import NoteForm
from linli.flow.showing import PartRow, Row, part_rows, rows_of
from linli.kernel.answers import answer
from linli.kernel.form_schemas import body_of
from linli.kernel.paging import page
from linli.kernel.problems import Invalid, NotFound
from linli.people.api_auth import ApiRequest, reads, writes

router = Router(tags=["disputes"])
FORMS = [move.form for move in DISPUTE.moves.values() if move.form]
PART_FORMS = [move.form for flow in (SESSION, FOLLOW_UP) for move in flow.moves.values() if move.form]
MOST = 100


class AskedDisputes(Schema):
    state: str = Field("", description="A state; all where empty.")
    cursor: str = Field("", max_length=100, description="`next` of the page before.")
    size: int = Field(50, ge=1, le=MOST)


class DisputeLine(BaseModel):
    """A dispute in a list."""

    number: str
    event: str = Field(description="Number of the confidential event.")
    state: DisputeState
    state_label: str
    title: str
    category: Named
    place: Named
    place_line: str
    mediation: str = Field(description="By whom it is mediated, in the office's own words.")
    channel: DisputeChannel
    waiting: WaitingOut | None
    created_at: datetime.datetime
    version: int


class DisputePage(BaseModel):
    items: list[DisputeLine]
    next: str | None


class PartyOut(BaseModel):
    id: str
    side: Side
    name: str = Field(description="Masked.")
    phone: str = Field(description="Masked.")


class MediationStep(BaseModel):
    """A session or a visit; its moves are made under its own number."""

    number: str
    kind: str = Field(description="`session` or `followup`.")
    on: datetime.datetime | datetime.date
    state: str
    state_label: str
    due_at: datetime.datetime | None
    actions: list[ActionOut]


class DisputeOut(DisputeLine):
    """A dispute, without what was said at its sessions or agreed: that is read on the page."""

    mediators: list[str]
    parties: list[PartyOut]
    steps: list[MediationStep]
    referral: str | None
    actions: list[ActionOut]


def _line(row: Row[Dispute]) -> dict[str, object]:
    dispute = row.record
    return {
        "number": dispute.number,
        "event": dispute.event.number,
        "state": dispute.state,
        "state_label": str(row.state),
        "title": dispute.title,
        "category": Named(code=dispute.event.category.code, name=dispute.event.category.name),
        "place": Named(code=dispute.path, name=dispute.place.name),
        "place_line": row.line,
        "mediation": dispute.kind_of_mediation.name,
        "channel": dispute.channel,
        "waiting": waiting_of(row.waiting) if row.waiting.due_at else None,
        "created_at": dispute.created_at,
        "version": dispute.version,
    }


def _visible(request: ApiRequest, number: str) -> Dispute:
    found = Dispute.objects.visible_to(request.actor).for_record().filter(number=number).first()
    if found is None:
        raise NotFound(_("没有这件纠纷"))
    return found


@router.get("/disputes", auth=reads, response=DisputePage, url_name="disputes")
def list_disputes(request: ApiRequest, wanted: Query[AskedDisputes]) -> HttpResponse:
    """The disputes of the events that the token's user works on, newest first."""
    if wanted.state and wanted.state not in DisputeState.values:
        raise Invalid(errors={"state": [_("没有这个状态")]})
    seen = Dispute.objects.visible_to(request.actor).for_list()
    found = page(seen.filter(state=wanted.state) if wanted.state else seen, cursor=wanted.cursor, size=wanted.size)
    lines = [DisputeLine.model_validate(_line(row)) for row in rows_of(found.items)]
    return answer(DisputePage(items=lines, next=found.next_cursor))


@router.get("/disputes/{number}", auth=reads, response=DisputeOut, url_name="dispute")
def get_dispute(request: ApiRequest, number: str) -> HttpResponse:
    """One dispute, with the moves that may be made now and what each needs."""
    dispute = _visible(request, number)
    (row,) = rows_of([dispute])
    sessions, visits = show.parts_of(dispute)
    shown = _line(row) | {
        "mediators": [user.name for user in dispute.all_mediators()],
        "parties": [
            PartyOut(id=str(one.pk), side=Side(one.side), name=one.masked_name, phone=one.masked_phone)
            for one in dispute.parties.all()
        ],
        "steps": [_step(part) for part in part_rows([*sessions, *visits], request.actor)],
        "referral": dispute.referral.name if dispute.referral else None,
        "actions": actions_of(DISPUTE.available(dispute, request.actor)),
    }
    return answer(DisputeOut.model_validate(shown))


def _step(row: PartRow[Any]) -> MediationStep:
    part = row.part
    return MediationStep(
        number=part.number,
        kind=part.kind,
        on=part.starts_at if isinstance(part, Session) else part.due_on,
        state=part.state,
        state_label=str(row.state),
        due_at=row.waiting.due_at,
        actions=actions_of(row.offers),
    )


@router.post(
    "/disputes/{number}/moves/{move}",
    auth=writes,
    response=MoveReceipt,
    openapi_extra=body_of(NoteForm, *FORMS, required=False),
)
def make_dispute_move(request: ApiRequest, number: str, move: str) -> HttpResponse:
    """Make a move on a dispute. What its body needs stands with the dispute, under `actions`."""
    return make(request, lambda: _visible(request, number), move)


@router.post(
    "/mediations/{number}/moves/{move}",
    auth=writes,
    response=MoveReceipt,
    openapi_extra=body_of(NoteForm, *PART_FORMS, required=False),
)
def make_step_move(request: ApiRequest, number: str, move: str) -> HttpResponse:
    """Make a move on a session or on a visit after an agreement."""

    def part() -> DisputePart:
        found = find_part(number, request.actor)
        if found is None:
            raise NotFound(_("没有这一项"))
        return found

    return make(request, part, move)
