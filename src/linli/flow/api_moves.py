"""Beginning a record and making a move through the API: the same for every kind of record."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from linli.flow.api_schemas import MoveReceipt
from linli.flow.flow import flows
from linli.flow.forms import NoteForm
from linli.flow.records import Record
from linli.flow.resources import Beginning
from linli.kernel import bodies
from linli.kernel.answers import answer_once
from linli.kernel.problems import Forbidden, NotFound
from linli.people.api_auth import ApiRequest, scope_of


def make(request: ApiRequest, find: Callable[[], Record], name: str) -> HttpResponse:
    """Make the move ``name`` on the record that ``find`` returns, from the request's body, once for its key."""
    body = bodies.read(request)

    def act() -> MoveReceipt:
        record = find()
        flow = flows[record.kind]
        move = flow.moves.get(name)
        if move is None:
            raise NotFound(_("没有这个操作"), code="no_such_move")
        if move.allow(request.actor, record) is None:
            raise Forbidden()
        note = NoteForm(body.values)
        # From another state the flow refuses, whatever the body holds.
        asks = move.form if record.state in move.sources else None
        form = asks(body.values, body.files, record=record, actor=request.actor) if asks else None
        bodies.check_names(body, note.fields | (move.form.base_fields if move.form else {}))
        bodies.refuse_errors(note, form)
        moved = flow.make(
            record,
            name,
            actor=request.actor,
            data=form.payload() if form else None,
            seen=note.cleaned_data["seen"],
            note=note.cleaned_data["note"],
        )
        return _receipt(moved)

    return answer_once(request, body, act, scope=scope_of(request), status=200)


def begin(request: ApiRequest, beginning: Beginning) -> HttpResponse:
    """Begin a record from the request's body, once for its key."""
    body = bodies.read(request)

    def act() -> MoveReceipt:
        form = beginning.form(body.values, body.files, actor=request.actor)
        bodies.check_names(body, form.fields)
        bodies.refuse_errors(form)
        return _receipt(beginning.act(form.payload(), actor=request.actor))

    return answer_once(request, body, act, scope=scope_of(request), status=201)


def _receipt(record: Record) -> MoveReceipt:
    label = str(flows[record.kind].states(record.state).label)
    return MoveReceipt(number=record.number, state=record.state, state_label=label, version=record.version)
