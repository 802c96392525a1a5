"""The desk's pages: the list of events, one event, its moves."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods

from linli.events.core import show
from linli.events.core.catalogue import catalogue
from linli.events.core.filters import Filters
from linli.events.core.flows import EVENT
from linli.events.core.forms import ReportForm
from linli.events.core.intake import report
from linli.events.core.likeness.acts import add_to, report_joined
from linli.events.core.likeness.duplicates import similar
from linli.events.core.models import Event, Photo
from linli.events.core.move_pages import move_page
from linli.events.core.parts.show import parts_of, rows
from linli.events.core.policies import can_report, can_see_figures
from linli.flow import timeline
from linli.flow.resources import resources
from linli.flow.sections import sections_of
from linli.flow.several import Several
from linli.flow.showing import rows_of
from linli.kernel import files
from linli.kernel.forms import put_errors
from linli.kernel.paging import page
from linli.kernel.problems import Forbidden, Problem
from linli.kernel.resubmission import new_key, once_per_form
from linli.people.reach import places_open_to
from linli.people.requests import StaffRequest


def _visible(request: StaffRequest, number: str) -> Event:
    """The event, if this actor may know of it: everything else is 404."""
    return get_object_or_404(Event.objects.visible_to(request.actor).for_record(), number=number)


def _filters(request: StaffRequest) -> Filters:
    return Filters(request.GET, catalogue.get().active)


@login_required
@require_GET
def events(request: StaffRequest) -> HttpResponse:
    """All events that the actor's posts reach, newest first."""
    filters = _filters(request)
    found = page(filters.apply(Event.objects.visible_to(request.actor)).for_list(), cursor=request.GET.get("after"))
    context = {
        "filters": filters,
        "page": found,
        "rows": rows_of(found.items),
        "may_report": can_report(request.actor),
        "may_export": can_see_figures(request.actor),
        "bulk_moves": Several(resources["event"], request.actor).moves_for(found.items),
        "here": request.get_full_path(),
    }
    template = "core/_events.html" if request.htmx.target == "events" else "core/events.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Target"])
    return response


@login_required
@require_http_methods(["GET", "POST"])
def event_new(request: StaffRequest) -> HttpResponse:
    """A report by somebody who works here."""
    if not can_report(request.actor):
        raise Forbidden()
    form = ReportForm(request.POST or None, request.FILES or None, places=places_open_to(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("event", once_per_form(request, lambda: _take_in(request, form)))
        except Problem as problem:
            put_errors(form, problem)
    context = {"form": form, "key": new_key(), "codes": request.actor.codes()}
    return render(request, "core/event_new.html", context, status=422 if form.errors else 200)


def _take_in(request: StaffRequest, form: ReportForm) -> str:
    """As an event of its own, joined to another at once, or put to one that is there; the number to look at next."""
    data = form.payload()
    if number := request.POST.get("add_to"):
        add_to(_visible(request, number), data, actor=request.actor)
        return number
    if number := request.POST.get("join_to"):
        return report_joined(data, _visible(request, number), actor=request.actor).number
    return report(data, actor=request.actor).event.number


@login_required
@require_GET
def event(request: StaffRequest, number: str) -> HttpResponse:
    """The record: what and where, what I may do, its facts, its timeline."""
    event = _visible(request, number)
    parts, offers = parts_of(event), EVENT.available(event, request.actor)
    may_join = any(offer.move.name == "join" for offer in offers)
    context = show.context_of(
        event,
        offers=offers,
        parts=rows(parts, request.actor),
        sections=sections_of(event, request.actor),
        joined=event.joined.visible_to(request.actor),
        similar=similar(event, Event.objects.visible_to(request.actor)) if may_join else [],
        said_same=_said_same(event, request) if may_join else None,
        lines=timeline.for_staff(event, parts),
        pictures=show.pictures(event, event.photos.all(), url_name="event_photo"),
        key=new_key(),
    )
    return render(request, "core/event.html", context)


def _said_same(event: Event, request: StaffRequest) -> Event | None:
    """What its reporter takes for the same, as far as this actor sees it and it can still be joined to."""
    other = event.same_as
    if other is None or not other.is_open:
        return None
    return Event.objects.visible_to(request.actor).filter(pk=other.pk).first()


@login_required
@require_http_methods(["GET", "POST"])
def event_move(request: StaffRequest, number: str, move: str) -> HttpResponse:
    """Make a move; one that asks for something has a page of its own."""
    event = _visible(request, number)
    return move_page(request, event, move, actor=request.actor, back="event")


@login_required
@require_GET
def event_photo(request: StaffRequest, number: str, photo: UUID) -> HttpResponse:
    stored = get_object_or_404(Photo.objects.select_related("file"), event=_visible(request, number), pk=photo)
    return files.respond(stored.file, thumb="thumb" in request.GET)
