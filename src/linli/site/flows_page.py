"""Every flow's table, for whoever wants to know who may do what, and what comes next."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.flow.flow import flows
from linli.kernel.registry import record_kinds
from linli.people.requests import Request


@require_GET
def flow(request: Request, kind: str) -> HttpResponse:
    """The states of one kind of record in order, each with the moves out of it."""
    table = dict(flows).get(kind)
    if table is None:
        raise Http404
    steps = [
        (
            state.label,
            state.value in table.waits,
            [
                (move.label, table.states(move.target).label if move.target else "", move.is_refusal)
                for move in table.moves.values()
                if state.value in move.sources
            ],
        )
        for state in table.states
    ]
    return render(request, "site/flow.html", {"title": record_kinds[kind].title, "steps": steps})
