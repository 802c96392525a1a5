"""Making a move from a page: the same for the desk and for the reporter."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from linli.flow.flow import flows
from linli.flow.moves import Move, MoveForm
from linli.grid import show
from linli.grid.actions import proposed_unit
from linli.grid.duplicates import similar
from linli.grid.models import Event
from linli.grid.models.parts import Part
from linli.kernel.forms import put_errors
from linli.kernel.problems import Conflict, Invalid
from linli.kernel.resubmission import new_key, once_per_form

NOTE = "note"


def move_page(
    request: HttpRequest,
    event: Event,
    name: str,
    *,
    actor: Any,
    back: str,
    part: Part | None = None,
    template: str = "grid/event_move.html",
) -> HttpResponse:
    """GET asks for what the move needs; POST makes it, on the event or a ``part`` of it, and returns to the event.

    ``back`` is the URL name of the event's page for this reader.
    """
    record = part or event
    move = flows[record.kind].moves.get(name)
    if move is None or move.allow(actor, record) is None:
        raise Http404
    form = _form(request, move, record, actor)
    note = request.POST.get(NOTE, "")
    errors: list[str] = []
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            once_per_form(request, lambda: _make(request, record, move, form, actor, note))
            messages.success(request, str(move.words))
            return redirect(back, event.number)
        except Conflict as problem:
            messages.error(request, str(problem.detail))
            return redirect(back, event.number)
        except Invalid as problem:
            errors = problem.errors.pop(NOTE, [])
            if form is not None:
                put_errors(form, problem)
    elif request.method == "GET" and record.state not in move.sources:
        return redirect(back, event.number)
    context = show.context_of(
        event,
        move=move,
        form=form,
        note=note,
        note_errors=errors,
        key=new_key(),
        back=back,
        seen=record.version,
        part=part,
        similar=similar(event, Event.objects.visible_to(actor)) if move.name == "join" else [],
    )
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _make(request: HttpRequest, record: Event | Part, move: Move, form: MoveForm | None, actor: Any, note: str) -> str:
    seen = request.POST.get("seen", "")
    flows[record.kind].make(
        record,
        move.name,
        actor=actor,
        data=form.payload() if form else None,
        seen=int(seen) if seen.isdecimal() else None,
        note=note[:2000],
    )
    return move.name


def _form(request: HttpRequest, move: Move, record: Event | Part, actor: Any) -> MoveForm | None:
    if move.form is None:
        return None
    if request.method == "POST":
        return move.form(request.POST, request.FILES, record=record, actor=actor)
    initial: dict[str, object] = {"into": request.GET.get("into", "")}
    if isinstance(record, Event) and "unit" in move.form.base_fields:
        initial["unit"] = proposed_unit(record)
    return move.form(record=record, actor=actor, initial=initial)
