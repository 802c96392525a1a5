"""The pages of disputes: the list, one dispute, its moves, whom it is about."""

import json
import uuid

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linli.events.core.flows import EVENT
from linli.events.core.intake import report
from linli.events.disputes import show
from linli.events.disputes.finding import find_part
from linli.events.disputes.forms import RecordForm
from linli.events.disputes.models import Agreement, Dispute, DisputePart, Party
from linli.events.disputes.paper import agreement_paper
from linli.events.disputes.policies import can_mediate, can_record
from linli.events.disputes.states import DisputeState
from linli.flow.move_pages import record_move_page
from linli.flow.showing import rows_of
from linli.flow.unmasking import Masked, unmask_page
from linli.kernel.forms import put_errors
from linli.kernel.paging import page
from linli.kernel.problems import NotFound, Problem
from linli.kernel.resubmission import new_key, once_per_form
from linli.people.reach import places_open_to
from linli.people.requests import StaffRequest
from linli.people.views.access import only


def _visible(request: StaffRequest, number: str) -> Dispute:
    return get_object_or_404(Dispute.objects.visible_to(request.actor).for_record(), number=number)


@login_required
@require_GET
def disputes(request: StaffRequest) -> HttpResponse:
    """The disputes of the events that the actor works on, newest first."""
    state = request.GET.get("state", "")
    seen = Dispute.objects.visible_to(request.actor)
    if state in DisputeState.values:
        seen = seen.filter(state=state)
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    kept = f"?state={state}&" if state in DisputeState.values else "?"
    context = {
        "rows": rows_of(found.items),
        "page": found,
        "states": [(label, f"?state={value}" if value != state else "?", value == state) for value, label in _states()],
        "may_record": can_record(request.actor),
        "next": f"{kept}after={found.next_cursor}" if found.next_cursor else "",
        "first": "" if found.is_first else kept,
    }
    return render(request, "disputes/disputes.html", context)


def _states() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in DisputeState.choices]


@only(can_record)
@require_http_methods(["GET", "POST"])
def dispute_new(request: StaffRequest) -> HttpResponse:
    """Write down a dispute that somebody came with or that was found; whoever does mediates until it is said who."""
    form = RecordForm(request.POST or None, places=places_open_to(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("dispute", json.loads(once_per_form(request, lambda: _take_in(request, form))))
        except Problem as problem:
            put_errors(form, problem)
    context = {"form": form, "key": new_key()}
    return render(request, "disputes/new.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _take_in(request: StaffRequest, form: RecordForm) -> str:
    event = report(form.report(), actor=request.actor).event
    EVENT.make(event, "take_up", actor=request.actor, data=form.taken_up_by(request.actor.user))
    return json.dumps(Dispute.objects.get(event=event).number)


@login_required
@require_GET
def dispute(request: StaffRequest, number: str) -> HttpResponse:
    """The record: who mediates, who disputes (masked), the sessions, the agreement and what came after."""
    found = _visible(request, number)
    return render(request, "disputes/dispute.html", show.context_of(found, request.actor) | {"key": new_key()})


@login_required
@require_http_methods(["GET", "POST"])
def dispute_move(request: StaffRequest, number: str, move: str) -> HttpResponse:
    return _move(request, _visible(request, number), move)


@login_required
@require_GET
def dispute_part(request: StaffRequest, number: str) -> HttpResponse:
    """Where a task about a session or a visit leads: the dispute, at this part."""
    return redirect(f"{_part(request, number).dispute.get_absolute_url()}#{number}")


@login_required
@require_http_methods(["GET", "POST"])
def dispute_part_move(request: StaffRequest, number: str, move: str) -> HttpResponse:
    return _move(request, _part(request, number), move)


def _part(request: StaffRequest, number: str) -> DisputePart:
    part = find_part(number, request.actor)
    if part is None:
        raise NotFound(_("没有这一项"))
    return part


def _move(request: StaffRequest, record: Dispute | DisputePart, move: str) -> HttpResponse:
    found = record if isinstance(record, Dispute) else record.dispute
    return record_move_page(
        request,
        record,
        move,
        actor=request.actor,
        back=found.get_absolute_url(),
        context=lambda: show.head_of(found),
        initial={"party": request.GET.get("party", ""), "lead": found.lead_id, "others": found.others.all()},
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def dispute_party(request: StaffRequest, number: str, party: uuid.UUID) -> HttpResponse:
    """Say why, then read name, telephone and note in full; nothing keeps the answer."""
    found = _visible(request, number)
    row = get_object_or_404(Party, dispute=found, pk=party)
    warrant = can_mediate(request.actor, found)
    masked = Masked("dispute.unmask", "dispute", found.pk, warrant, {"party": str(row.pk)})
    context = show.head_of(found) | {"party": row}
    return unmask_page(request, masked, template="disputes/party.html", context=context)


@login_required
@never_cache
@require_GET
def dispute_agreement(request: StaffRequest, number: str, key: uuid.UUID) -> HttpResponse:
    """The agreement as a PDF to be signed, with the parties' names in full: read and printed by who mediates."""
    found = _visible(request, number)
    agreement = get_object_or_404(Agreement, dispute=found, pk=key)
    if can_mediate(request.actor, found) is None:
        raise NotFound()
    response = HttpResponse(agreement_paper(found, agreement, actor=request.actor), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    return response
