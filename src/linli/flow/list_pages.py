"""Lists of records: the usual one, what hand-written ones have in common with it, and either as a workbook."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from linli.audit import trail
from linli.flow.lists import chips, pages_of
from linli.flow.records import Record
from linli.flow.resources import Resource, resources
from linli.flow.several import Several
from linli.flow.sheets import MOST, lines_of
from linli.flow.showing import rows_of
from linli.kernel.excel import CONTENT_TYPE, workbook
from linli.kernel.paging import page
from linli.kernel.problems import NotFound
from linli.people.requests import Request, StaffRequest


def listed(
    request: Request, model: type[Record], records: "QuerySet[Any] | None" = None, *, cursor: str = "after"
) -> dict[str, object]:
    """What a list page of a kind needs: its rows, the chips of its states, its next page and its first.

    ``records`` where the page narrows the list in a way of its own; else as the kind does it.
    """
    resource = resources[model.kind]
    if records is None:
        records = resource.narrowed(resource.seen(request.actor), request.GET)
    found = page(records, cursor=request.GET.get(cursor))
    return {
        "rows": rows_of(found.items),
        "states": chips(request.GET, "state", resource.flow.states.choices),
        **pages_of(request.GET, found),
    }


def list_page(request: StaffRequest, resource: Resource[Any]) -> HttpResponse:
    """The list of a kind that has none of its own."""
    model = resource.flow.model
    context = listed(request, model)
    several = Several(resource, request.actor)
    rows: Any = context["rows"]
    context |= {
        "kind": model.kind,
        "title": resource.title,
        "begin": resource.begin if resource.begin and resource.begin.allow(request.actor) else None,
        "may_export": resource.may_export(request.actor),
        "moves": several.moves_for(row.record for row in rows),
        "here": request.get_full_path(),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
    }
    return render(request, "flow/list.html", context)


def export(request: StaffRequest, resource: Resource[Any]) -> HttpResponse:
    """The list with the page's filters, at most 50,000 records; that it was taken out is on the trail."""
    if not resource.may_export(request.actor):
        raise NotFound()
    kind = resource.flow.model.kind
    filters = {name: value for name, value in request.GET.items() if value}
    trail.record(f"{kind}.export", actor=request.actor, subject_kind=kind, detail={"filters": filters, "most": MOST})
    records = resource.narrowed(resource.seen(request.actor), request.GET)
    rows = lines_of(records, resource.sheet)
    file = workbook([column.column for column in resource.sheet], rows)
    response = HttpResponse(file, content_type=CONTENT_TYPE)
    name = f"linli-{kind}-{timezone.localtime():%Y%m%d-%H%M}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
