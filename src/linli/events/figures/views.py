"""The pages of figures: a table of rates, and the records behind each figure."""

import functools
import operator
from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from linli.audit import trail
from linli.events.core.catalogue import catalogue
from linli.events.core.figures_query import BY, FiguresQuery, read_query, span
from linli.events.core.models import Event, EventQuerySet
from linli.events.core.parts.show import rows
from linli.events.core.policies import can_see_figures
from linli.events.figures import whistles
from linli.events.figures.measures import MEASURES, RATES, Measure
from linli.events.figures.models import NO_UNIT
from linli.events.figures.tables import COUNTS, KEY_RATES, Table, table
from linli.flow.showing import rows_of
from linli.kernel.excel import TYPE, Column, workbook
from linli.kernel.paging import page
from linli.kernel.problems import NotFound, Text
from linli.people.requests import StaffRequest
from linli.people.staffing import unit_name
from linli.people.views.access import only
from linli.places.models import Place

WHISTLES = "whistles"


def _tabs(wanted: FiguresQuery, here: str) -> list[tuple[Text, str, bool]]:
    groups = [(title, reverse("figures") + wanted.address(by=name), name == here) for name, title in BY.items()]
    return [
        *groups,
        (pgettext("figures by", "吹哨"), reverse("figures_whistles") + wanted.address(by=""), here == WHISTLES),
    ]


def _table(wanted: FiguresQuery) -> Table:
    return table(wanted.place, wanted.by, wanted.first, wanted.last, category=wanted.category)


@only(can_see_figures)
@require_GET
def figures(request: StaffRequest) -> HttpResponse:
    """One place, some months, one grouping. Fixed queries, however many events."""
    wanted = read_query(request.GET, request.actor)
    context = {
        "asked": wanted,
        "table": _table(wanted),
        "counts": [MEASURES[name] for name in COUNTS],
        "rates": RATES.values() if wanted.is_whole else KEY_RATES,
        "codes": {str(one.pk): one.code for one in catalogue.get().all},
        "tabs": _tabs(wanted, wanted.by),
        "column": BY[wanted.by],
        "categories": [
            (one.name, wanted.address(category=one.code), wanted.category == one)
            for one in catalogue.get().all
            if one.parent_id is None
        ],
    }
    return render(request, "figures/figures.html", context)


@only(can_see_figures)
@require_GET
def figures_export(request: StaffRequest) -> HttpResponse:
    """The same table as an Excel file: counts, so that whoever has them can reckon anew."""
    wanted = read_query(request.GET, request.actor)
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
    """The events that a count counts, or several together, newest first."""
    wanted = read_query(request.GET, request.actor)
    names = request.GET.get("measure", "").split()
    measures = [MEASURES[name] for name in names if name in MEASURES]
    if not measures or len({measure.month_of for measure in measures}) > 1:
        raise NotFound()
    found = page(_behind(request, wanted, measures).for_list(), cursor=request.GET.get("after"))
    here = {"measure": " ".join(measure.name for measure in measures), "unit": request.GET.get("unit", "")}
    context = {
        "asked": wanted,
        "title": _("、").join(str(measure.title) for measure in measures),
        "page": found,
        "rows": rows_of(found.items),
        "first_page": wanted.address(**here),
        "next_page": wanted.address(**here, after=found.next_cursor) if found.next_cursor else "",
    }
    return render(request, "figures/records.html", context)


def _behind(request: StaffRequest, wanted: FiguresQuery, measures: Sequence[Measure]) -> EventQuerySet:
    """What the actor sees of them; the counters count the rest as well."""
    begins, ends = span(wanted.first, wanted.last)
    moment = measures[0].month_of
    events = (
        Event.objects.visible_to(request.actor)
        .inside(wanted.place.code)
        .filter(
            functools.reduce(operator.or_, (measure.where for measure in measures)),
            **{f"{moment}__gte": begins, f"{moment}__lt": ends},
        )
    )
    if wanted.category:
        events = events.filter(category__in=[wanted.category, *wanted.category.children.all()])
    if not request.GET.get("unit"):
        return events
    unit = _unit(request)
    return events.filter(lead_unit=None if unit == NO_UNIT else unit)


def _unit(request: StaffRequest) -> UUID:
    try:
        return UUID(request.GET.get("unit", ""))
    except ValueError:
        raise NotFound(_("没有这个单位")) from None


@only(can_see_figures)
@require_GET
def figures_whistles(request: StaffRequest) -> HttpResponse:
    """Which units answered when they were whistled for, and which did not."""
    wanted = read_query(request.GET, request.actor)
    context = {
        "asked": wanted,
        "table": whistles.table(wanted.place, wanted.first, wanted.last),
        "counts": whistles.COUNTS.values(),
        "tabs": _tabs(wanted, WHISTLES),
    }
    return render(request, "figures/whistles.html", context)


@only(can_see_figures)
@require_GET
def figures_whistle_records(request: StaffRequest) -> HttpResponse:
    """The calls that a count counts, newest first, each with the event it was about."""
    wanted = read_query(request.GET, request.actor)
    count = whistles.COUNTS.get(request.GET.get("measure", ""))
    if count is None:
        raise NotFound()
    unit = _unit(request) if request.GET.get("unit") else None
    seen = whistles.behind(count.name, wanted.place, wanted.first, wanted.last, unit).visible_to(request.actor)
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    here = {"measure": count.name, "unit": str(unit or "")}
    context = {
        "asked": wanted,
        "title": f"{unit_name(str(unit))} · {count.title}" if unit else count.title,
        "page": found,
        "rows": rows(found.items, request.actor),
        "lines": Place.lines_of(Place.objects.with_line().filter(code__in={part.path for part in found.items})),
        "first_page": wanted.address(**here),
        "next_page": wanted.address(**here, after=found.next_cursor) if found.next_cursor else "",
    }
    return render(request, "figures/whistle_records.html", context)
