"""The pages of figures: a table of rates, and the records behind each figure."""

import calendar
import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.audit import trail
from linli.grid import show
from linli.grid.catalogue import catalogue
from linli.grid.figures.asked import Asked, asked
from linli.grid.figures.measures import MEASURES, RATES, Measure
from linli.grid.figures.tables import BY, Table, table
from linli.grid.models import Event, EventQuerySet
from linli.grid.models.figures import NO_UNIT
from linli.grid.policies import can_see_figures
from linli.kernel.excel import TYPE, Column, workbook
from linli.kernel.paging import page
from linli.kernel.problems import NotFound
from linli.people.requests import StaffRequest
from linli.people.views.access import only

COUNTS = ("reported", "due", "closed")
"""The counts that a table shows beside the rates."""


def _table(wanted: Asked) -> Table:
    return table(wanted.place, wanted.by, wanted.first, wanted.last, category=wanted.category)


@only(can_see_figures)
@require_GET
def figures(request: StaffRequest) -> HttpResponse:
    """One place, some months, one grouping. Fixed queries, however many events."""
    wanted = asked(request.GET, request.actor)
    context = {
        "asked": wanted,
        "table": _table(wanted),
        "counts": [MEASURES[name] for name in COUNTS],
        "rates": RATES,
        "codes": {str(one.pk): one.code for one in catalogue.get().all},
        "tabs": [(title, wanted.address(by=name), name == wanted.by) for name, title in BY.items()],
        "categories": [
            (one.name, wanted.address(category=one.code), wanted.category == one)
            for one in catalogue.get().all
            if one.parent_id is None
        ],
    }
    return render(request, "grid/figures.html", context)


@only(can_see_figures)
@require_GET
def figures_export(request: StaffRequest) -> HttpResponse:
    """The same table as an Excel file: counts, so that whoever has them can reckon anew."""
    wanted = asked(request.GET, request.actor)
    detail = {"place": wanted.place.code, "by": wanted.by, "from": str(wanted.first), "to": str(wanted.last)}
    trail.record("figures.export", actor=request.actor, subject_kind="event", detail=detail)
    hidden = ("rated", "satisfied")
    names = [name for name in MEASURES if name not in hidden]
    columns = [Column(str(BY[wanted.by]), 24), *(Column(str(MEASURES[name].title), 12, "number") for name in names)]
    found = _table(wanted)
    rows = [[str(line.title), *(line.counts[name] for name in names)] for line in (*found.lines, found.total)]
    response = HttpResponse(workbook(columns, rows), content_type=TYPE)
    name = f"linli-figures-{wanted.place.code}-{timezone.localtime():%Y%m%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@only(can_see_figures)
@require_GET
def figures_records(request: StaffRequest) -> HttpResponse:
    """The events that a count counts, newest first."""
    wanted = asked(request.GET, request.actor)
    measure = MEASURES.get(request.GET.get("measure", ""))
    if measure is None:
        raise NotFound()
    found = page(_behind(request, wanted, measure).for_list(), cursor=request.GET.get("after"))
    unit = request.GET.get("unit", "")
    here = {"measure": measure.name, "unit": unit}
    context = {
        "asked": wanted,
        "measure": measure,
        "page": found,
        "rows": show.rows(found.items),
        "first_page": wanted.address(**here),
        "next_page": wanted.address(**here, after=found.next_cursor) if found.next_cursor else "",
    }
    return render(request, "grid/figures_records.html", context)


def _behind(request: StaffRequest, wanted: Asked, measure: Measure) -> EventQuerySet:
    """What the actor sees of them; the counters count the rest as well."""
    zone = timezone.get_default_timezone()
    first = datetime.datetime.combine(wanted.first, datetime.time(), zone)
    days = calendar.monthrange(wanted.last.year, wanted.last.month)[1]
    after = datetime.datetime.combine(wanted.last + datetime.timedelta(days=days), datetime.time(), zone)
    events = (
        Event.objects.visible_to(request.actor)
        .inside(wanted.place.code)
        .filter(measure.where, **{f"{measure.month_of}__gte": first, f"{measure.month_of}__lt": after})
    )
    if wanted.category:
        events = events.filter(category__in=[wanted.category, *wanted.category.children.all()])
    text = request.GET.get("unit", "")
    if not text:
        return events
    try:
        unit = UUID(text)
    except ValueError:
        raise NotFound(_("没有这个单位")) from None
    return events.filter(lead_unit=None if unit == NO_UNIT else unit)
