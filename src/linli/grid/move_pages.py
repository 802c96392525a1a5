"""Making a move from a page: the same for every kind of record, for the desk and for the reporter."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from linli.flow.flow import flows
from linli.flow.moves import Move, MoveForm
from linli.flow.records import Record
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
    """A move of an event or of a ``part`` of it. ``back`` is the URL name of the event's page for this reader."""
    record = part or event
    move = _allowed(record, name, actor)
    initial: dict[str, object] = {"into": request.GET.get("into", "")}
    if part is None and move.form is not None and "unit" in move.form.base_fields:
        initial["unit"] = proposed_unit(event)

    def context() -> Mapping[str, object]:
        twins = similar(event, Event.objects.visible_to(actor)) if move.name == "join" else []
        return show.context_of(event, part=part, similar=twins)

    address = reverse(back, args=[event.number])
    return record_move_page(
        request, record, name, actor=actor, back=address, template=template, context=context, initial=initial
    )


def record_move_page(
    request: HttpRequest,
    record: Record,
    name: str,
    *,
    actor: Any,
    back: str,
    template: str,
    context: Callable[[], Mapping[str, object]],
    initial: Mapping[str, object] | None = None,
) -> HttpResponse:
    """GET asks for what the move needs; POST makes it and returns to the address ``back``.

    ``context`` is what the page shows of the record besides the move.
    """
    move = _allowed(record, name, actor)
    form = _form(request, move, record, actor, initial or {})
    note = request.POST.get(NOTE, "")
    errors: list[str] = []
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            once_per_form(request, lambda: _make(request, record, move, form, actor, note))
            messages.success(request, str(move.words))
            return redirect(back)
        except Conflict as problem:
            messages.error(request, str(problem.detail))
            return redirect(back)
        except Invalid as problem:
            errors = problem.errors.pop(NOTE, [])
            if form is not None:
                put_errors(form, problem)
    elif request.method == "GET" and record.state not in move.sources:
        return redirect(back)
    shown = {
        **context(),
        "move": move,
        "form": form,
        "note": note,
        "note_errors": errors,
        "key": new_key(),
        "back": back,
        "seen": record.version,
    }
    return render(request, template, shown, status=422 if request.method == "POST" else 200)


def _allowed(record: Record, name: str, actor: Any) -> Move:
    move: Move | None = flows[record.kind].moves.get(name)
    if move is None or move.allow(actor, record) is None:
        raise Http404
    return move


def _make(request: HttpRequest, record: Record, move: Move, form: MoveForm | None, actor: Any, note: str) -> str:
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


def _form(
    request: HttpRequest, move: Move, record: Record, actor: Any, initial: Mapping[str, object]
) -> MoveForm | None:
    if move.form is None:
        return None
    if request.method == "POST":
        return move.form(request.POST, request.FILES, record=record, actor=actor)
    return move.form(record=record, actor=actor, initial=dict(initial))
