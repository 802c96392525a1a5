"""The pages of incubation: one record, what was found, visits, trainings, and one's own way."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from linli.flow.lists import chips, pages_of
from linli.flow.showing import Row, head_of, rows_of
from linli.flow.timeline import for_staff
from linli.kernel import files
from linli.kernel.paging import page
from linli.kernel.resubmission import new_key
from linli.organisations.incubation import show
from linli.organisations.incubation.flows.centres import TRAINING
from linli.organisations.incubation.models import Evidence, EvidenceFile, Finding, Incubation, MentorVisit, Training
from linli.organisations.incubation.policies import (
    can_arrange,
    can_begin,
    can_represent,
    can_see_incubation,
    can_see_trainings,
)
from linli.organisations.incubation.states import FindingState, FoundBy, TrainingState, VisitKind, VisitState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_list
from linli.organisations.registry.states import SOCIAL_KINDS, OrganisationState
from linli.people.requests import StaffRequest
from linli.people.views.access import only

UNNOTED = "unnoted"
"""A found group of which nobody wrote down how it was found."""
LATE = "late"


@login_required
@require_GET
def incubation(request: StaffRequest, number: str) -> HttpResponse:
    found = get_object_or_404(Incubation.objects.visible_to(request.actor).for_record(), number=number)
    context = show.context_of(found, request.actor) | {"key": new_key()}
    return render(request, "incubation/incubation.html", context)


@login_required
@require_GET
def evidence_file(request: StaffRequest, number: str, file: str) -> HttpResponse:
    """A photo or a paper of it, for those who see the evidence."""
    evidence = get_object_or_404(Evidence.objects.visible_to(request.actor), number=number)
    kept = get_object_or_404(EvidenceFile.objects.select_related("file"), evidence=evidence, pk=file)
    return files.respond(kept.file, thumb="thumb" in request.GET)


@only(can_see_incubation)
@require_GET
def findings(request: StaffRequest) -> HttpResponse:
    """Groups that already serve and are not on file, with how they were found and what they said, newest first.

    Those that said yes are on the board; they are shown when they are asked for.
    """
    state, how = request.GET.get("state", ""), request.GET.get("how", "")
    seen = Organisation.objects.worked_on_by(request.actor)
    seen = seen.filter(state=OrganisationState.LISTED, legal_kind__in=SOCIAL_KINDS)
    if state == UNNOTED:
        seen = seen.filter(finding=None)
    elif state in FindingState.values:
        seen = seen.filter(finding__state=state)
    else:
        seen = seen.exclude(finding__state=FindingState.ACCEPTED)
    if how in FoundBy.values:
        seen = seen.filter(finding__how=how)
    found = page(seen.for_list().select_related("finding__organisation"), cursor=request.GET.get("after"))
    noted = [one.finding for one in found.items if _finding(one)]
    rows: dict[Any, Row[Finding]] = {row.record.pk: row for row in rows_of(noted)}
    context = {
        "rows": [(one, rows.get(finding.pk) if (finding := _finding(one)) else None) for one in found.items],
        "states": chips(request.GET, "state", [(UNNOTED, show.UNNOTED_LABEL), *FindingState.choices]),
        "may_list": can_list(request.actor),
        **pages_of(request.GET, found),
    }
    return render(request, "incubation/findings.html", context)


def _finding(organisation: Organisation) -> Finding | None:
    found: Finding | None = getattr(organisation, "finding", None)
    return found


@only(can_see_incubation)
@require_GET
def mentor_visits(request: StaffRequest) -> HttpResponse:
    """Visits and calls of the actor's places, or their own; what is late stands out."""
    state, what, own = request.GET.get("state", ""), request.GET.get("what", ""), request.GET.get("mine", "")
    seen = MentorVisit.objects.visible_to(request.actor)
    if own:
        seen = seen.filter(mentor=request.actor.id)
    if what in VisitKind.values:
        seen = seen.filter(what=what)
    if code := request.GET.get("place", ""):
        seen = seen.inside(code)
    if state == LATE:
        seen = seen.filter(state=VisitState.DUE, due_on__lt=timezone.localdate())
    elif state in VisitState.values:
        seen = seen.filter(state=state)
    found = page(seen.for_list().select_related("mentor"), cursor=request.GET.get("after"))
    context = {
        "rows": rows_of(found.items),
        "today": timezone.localdate(),
        "states": chips(request.GET, "state", [(LATE, show.LATE_LABEL), *VisitState.choices]),
        "kinds": chips(request.GET, "what", VisitKind.choices),
        "is_own": bool(own),
        **pages_of(request.GET, found),
    }
    return render(request, "incubation/visits.html", context)


@only(can_represent)
@require_GET
def my_incubation(request: StaffRequest) -> HttpResponse:
    """What to do next, for who acts for an organisation."""
    return render(request, "incubation/mine.html", show.mine(request.actor))


@only(can_see_trainings)
@require_GET
def trainings(request: StaffRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    seen = Training.objects.visible_to(request.actor)
    if state in TrainingState.values:
        seen = seen.filter(state=state)
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    context = {
        "rows": rows_of(found.items),
        "states": chips(request.GET, "state", TrainingState.choices),
        "may_plan": can_begin(request.actor),
        **pages_of(request.GET, found),
    }
    return render(request, "incubation/trainings.html", context)


@only(can_see_trainings)
@require_GET
def training(request: StaffRequest, number: str) -> HttpResponse:
    """A training; who comes is told to those who arrange it, and to each organisation of its own people."""
    found = get_object_or_404(Training.objects.visible_to(request.actor).for_list(), number=number)
    seats = found.seats.select_related("organisation")
    arranges = can_arrange(request.actor, found) is not None
    if not arranges:
        seats = seats.filter(organisation__unit__in=request.actor.unit_ids)
    context = {
        "training": found,
        "head": head_of(found),
        "seats": seats,
        "offers": TRAINING.available(found, request.actor),
        "lines": for_staff(found) if arranges else [],
        "key": new_key(),
    }
    return render(request, "incubation/training.html", context)
