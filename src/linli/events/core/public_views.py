"""Residents' pages: report, track, rate. Nobody signs in here."""

import json
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linli.events.core import admission, reporters, show
from linli.events.core.flows import EVENT
from linli.events.core.forms import ReportForm, SameForm
from linli.events.core.intake import report
from linli.events.core.likeness.told import Told, reported_beside
from linli.events.core.models import Event, Photo
from linli.events.core.move_pages import move_page
from linli.events.core.parts.show import parts_of
from linli.events.core.reporters import ReporterActor
from linli.flow import timeline
from linli.kernel import files
from linli.kernel.actor import Visitor
from linli.kernel.addresses import client_address
from linli.kernel.forms import put_errors
from linli.kernel.problems import Problem, TooMany
from linli.kernel.resubmission import new_key, once_per_form
from linli.kernel.throttle import allow
from linli.people.requests import Request
from linli.places.levels import Level
from linli.places.models import Place

TRACKED = "tracked_events"
MOST_TRACKED = 20
SAY_SAME = "say_same"
GUESSES_PER_HOUR = 60


@never_cache
@require_http_methods(["GET", "POST"])
def report_at(request: Request, code: str) -> HttpResponse:
    """Report something in a community. The answer shows number and secret, once."""
    community = get_object_or_404(Place, code=code, level=Level.COMMUNITY)
    places = Place.objects.filter(pk=community.pk)
    form = ReportForm(request.POST or None, request.FILES or None, places=places, initial={"place": code})
    form.fields["place"].widget = forms.HiddenInput()
    question = None
    if request.method == "POST" and form.is_valid():
        if admission.needs_question(request, code) and not admission.is_answered(request):
            question = admission.ask()
        else:
            try:
                receipt = json.loads(once_per_form(request, lambda: _take_in(request, form)))
                context = {
                    "receipt": receipt,
                    "community": community,
                    "told": _not_told_yet(request, receipt["number"]),
                }
                return render(request, "core/reported.html", context)
            except Problem as problem:
                put_errors(form, problem)
    context = {"form": form, "community": community, "key": new_key(), "question": question}
    status = 429 if question else 422 if form.errors else 200
    return render(request, "core/report.html", context, status=status)


@transaction.atomic
def _take_in(request: Request, form: ReportForm) -> str:
    """Taken in as their own, whatever they say it is the same as; that is only noted."""
    receipt = report(form.payload(), actor=Visitor())
    event, actor = receipt.event, ReporterActor(record_id=receipt.event.pk)
    if request.POST.get("same_as"):
        same = SameForm(request.POST, record=event, actor=actor)
        if same.is_valid():
            EVENT.make(event, SAY_SAME, actor=actor, data=same.payload())
    return json.dumps({"number": event.number, "secret": receipt.secret})


def _not_told_yet(request: Request, number: str) -> list[Told]:
    """What others reported, for whoever was not told of it while they filled in the form."""
    if "same_as" in request.POST:
        return []
    return reported_beside(Event.objects.select_related("category").get(number=number))


@never_cache
@require_http_methods(["GET", "POST"])
def track(request: Request) -> HttpResponse:
    """Number and secret open one's own report, for this browser and session."""
    number, error = request.POST.get("number", request.GET.get("number", "")), ""
    if request.method == "POST":
        if not allow(f"track:{client_address(request)}", limit=GUESSES_PER_HOUR, seconds=3600):
            raise TooMany(_("查询太频繁，请一小时后再试"), retry_after=3600)
        event = reporters.find(number, request.POST.get("secret", ""))
        if event:
            remember(request, event)
            return redirect("tracked", event.number)
        error = str(_("编号和查询码对不上，请对照上报时的回执再输一次"))
    return render(request, "core/track.html", {"number": number, "error": error}, status=422 if error else 200)


def remember(request: Request, event: Event) -> None:
    kept = [key for key in request.session.get(TRACKED, []) if key != str(event.pk)]
    request.session[TRACKED] = [*kept, str(event.pk)][-MOST_TRACKED:]


def _own(request: Request, number: str) -> Event:
    """An event whose secret this browser has shown; any other is 404."""
    keys = request.session.get(TRACKED, [])
    return get_object_or_404(Event.objects.for_list().filter(pk__in=keys), number=number)


@never_cache
@require_GET
def tracked(request: Request, number: str) -> HttpResponse:
    """Where my matter stands, honestly, without names."""
    event = _own(request, number)
    actor = ReporterActor(record_id=event.pk)
    offers = EVENT.available(event, actor)
    context = show.context_of(
        event,
        stages=[title for title, _states in show.PUBLIC_STAGES],
        stage=show.public_stage(event),
        offers=[offer for offer in offers if offer.move.name != SAY_SAME],
        lines=timeline.for_public(event, parts_of(event)),
        pictures=show.pictures(event, event.photos.all(), url_name="tracked_photo"),
        told=reported_beside(event) if any(offer.move.name == SAY_SAME for offer in offers) else [],
        key=new_key(),
    )
    return render(request, "core/tracked.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def tracked_move(request: Request, number: str, move: str) -> HttpResponse:
    """Rate it, or say that it is not solved."""
    event = _own(request, number)
    actor = ReporterActor(record_id=event.pk)
    return move_page(request, event, move, actor=actor, back="tracked", template="core/tracked_move.html")


@never_cache
@require_GET
def tracked_photo(request: Request, number: str, photo: UUID) -> HttpResponse:
    stored = get_object_or_404(Photo.objects.select_related("file"), event=_own(request, number), pk=photo)
    return files.respond(stored.file, thumb="thumb" in request.GET)
