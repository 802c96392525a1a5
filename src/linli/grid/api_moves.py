"""Making a move through the API: the same for every kind of record."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import flows
from linli.flow.moves import NoteForm
from linli.flow.records import Record
from linli.grid.api_schemas import MoveReceipt
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
        label = str(flow.states(moved.state).label)
        return MoveReceipt(number=moved.number, state=moved.state, state_label=label, version=moved.version)

    return answer_once(request, body, act, scope=scope_of(request), status=200)
