"""Making a move from a page: the same for every kind of record, for the desk and for the public."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from linli.flow.flow import flows
from linli.flow.forms import LONGEST_NOTE, MoveForm
from linli.flow.moves import Move
from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.forms import put_errors
from linli.kernel.problems import Conflict, Invalid
from linli.kernel.resubmission import new_key, once_per_form

NOTE = "note"


def record_move_page(
    request: HttpRequest,
    record: Record,
    name: str,
    *,
    actor: Actor,
    back: str,
    context: Callable[[], Mapping[str, object]],
    template: str = "flow/move.html",
    initial: Mapping[str, object] | None = None,
) -> HttpResponse:
    """GET asks for what the move needs; POST makes it and returns to the address ``back``.

    ``context`` is what the page shows of the record besides the move; the usual page needs its ``head``.
    """
    move = allowed(record, name, actor)
    form = _form(request, move, record, actor, initial or {})
    note = request.POST.get(NOTE, "")
    errors: list[str] = []
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            once_per_form(request, lambda: _make(request, record, move, form, actor, note))
            messages.success(request, str(move.words))
            return redirect(back)
        except Conflict as problem:
            if form is None or not problem.errors:
                messages.error(request, str(problem.detail))
                return redirect(back)
            # A constraint spoke: what was typed can be put right.
            put_errors(form, problem)
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


def allowed(record: Record, name: str, actor: Actor) -> Move:
    """The move, where the actor may make it at all; its page does not exist for anybody else."""
    move: Move | None = flows[record.kind].moves.get(name)
    if move is None or move.allow(actor, record) is None:
        raise Http404
    return move


def _make(request: HttpRequest, record: Record, move: Move, form: MoveForm | None, actor: Actor, note: str) -> str:
    seen = request.POST.get("seen", "")
    flows[record.kind].make(
        record,
        move.name,
        actor=actor,
        data=form.payload() if form else None,
        seen=int(seen) if seen.isdecimal() else None,
        note=note[:LONGEST_NOTE],
    )
    return move.name


def _form(
    request: HttpRequest, move: Move, record: Record, actor: Actor, initial: Mapping[str, object]
) -> MoveForm | None:
    if move.form is None:
        return None
    if request.method == "POST":
        return move.form(request.POST, request.FILES, record=record, actor=actor)
    return move.form(record=record, actor=actor, initial=dict(initial))
