"""The monthly search and the figures of disputes: how many, never who."""

import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from linli.events.core.figures_query import read_query
from linli.events.disputes import figures, show
from linli.events.disputes.flows import SEARCH
from linli.events.disputes.models import SearchRound
from linli.events.disputes.policies import can_see_disputes
from linli.events.disputes.states import SearchState
from linli.flow import timeline
from linli.flow.move_pages import record_move_page
from linli.kernel.paging import page
from linli.kernel.resubmission import new_key
from linli.people.requests import StaffRequest
from linli.people.views.access import only

MONTHS = 12


@only(can_see_disputes)
@require_GET
def dispute_searches(request: StaffRequest) -> HttpResponse:
    """Which community has looked for disputes this month and which has not."""
    month = _month(request.GET.get("month", ""))
    seen = SearchRound.objects.visible_to(request.actor)
    of_month, is_undone = seen.filter(month=month), "undone" in request.GET
    undone = of_month.exclude(state=SearchState.DONE)
    found = page((undone if is_undone else of_month).for_list(), cursor=request.GET.get("after"))
    known = seen.order_by("-month").values_list("month", flat=True).distinct()[:MONTHS]
    everything = f"?month={month:%Y-%m}"
    here = f"{everything}&undone=1" if is_undone else everything
    context = {
        "month": month,
        "months": [(one, f"?month={one:%Y-%m}", one == month) for one in known],
        "rows": show.search_rows(found.items, request.actor),
        "undone": undone.count(),
        "is_undone": is_undone,
        "everything": everything,
        "only_undone": f"{everything}&undone=1",
        "next": f"{here}&after={found.next_cursor}" if found.next_cursor else "",
        "first": "" if found.is_first else here,
    }
    return render(request, "disputes/searches.html", context)


def _month(text: str) -> datetime.date:
    try:
        return datetime.datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return timezone.localdate().replace(day=1)


def _visible(request: StaffRequest, number: str) -> SearchRound:
    return get_object_or_404(SearchRound.objects.visible_to(request.actor).for_list(), number=number)


@login_required
@require_GET
def search(request: StaffRequest, number: str) -> HttpResponse:
    """One community's search in one month; the disputes found are named to who works on them."""
    found = _visible(request, number)
    context = show.head_of_search(found, request.actor) | {
        "offers": SEARCH.available(found, request.actor),
        "found": found.found.visible_to(request.actor).for_list(),
        "lines": timeline.for_staff(found),
        "key": new_key(),
    }
    return render(request, "disputes/search.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def search_move(request: StaffRequest, number: str, move: str) -> HttpResponse:
    found = _visible(request, number)
    return record_move_page(
        request,
        found,
        move,
        actor=request.actor,
        back=reverse("search", args=[number]),
        context=lambda: show.head_of_search(found, request.actor),
    )


@only(can_see_disputes)
@require_GET
def dispute_figures(request: StaffRequest) -> HttpResponse:
    """One place, some months: by the places below, or by month."""
    wanted = read_query(request.GET, request.actor)
    is_by_month = request.GET.get("by") == "month"
    table = (figures.by_month if is_by_month else figures.by_place)(wanted.place, wanted.first, wanted.last)
    here = reverse("dispute_figures")
    context = {
        "asked": wanted,
        "table": table,
        "definitions": figures.DEFINITIONS,
        "is_by_month": is_by_month,
        "by_place": here + wanted.address(by="place"),
        "by_month": here + wanted.address(by="month"),
    }
    return render(request, "disputes/figures.html", context)
