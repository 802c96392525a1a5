"""Pieces of the report forms: what was reported already, looked for while somebody fills them in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.events.core import rules
from linli.events.core.likeness.acts import candidates
from linli.events.core.likeness.forms import DraftForm
from linli.events.core.likeness.told import reported_near
from linli.events.core.policies import can_report
from linli.kernel.addresses import client_address
from linli.kernel.problems import Forbidden, TooMany
from linli.kernel.throttle import allow
from linli.people.reach import places_open_to
from linli.people.requests import Request, StaffRequest
from linli.places.levels import Level
from linli.places.models import Place

HOUR = 3600


@login_required
@require_POST
def event_similar(request: StaffRequest) -> HttpResponse:
    """For somebody who works here: the records themselves, and what may be done with each instead."""
    if not can_report(request.actor):
        raise Forbidden()
    form = DraftForm(request.POST, places=places_open_to(request.actor))
    draft = form.draft() if form.is_valid() else None
    found = candidates(draft, request.actor) if draft else []
    return render(request, "core/_similar.html", {"candidates": found})


@never_cache
@require_POST
def report_similar(request: Request, code: str) -> HttpResponse:
    """For a resident: that it was reported, not what others wrote or where exactly."""
    community = get_object_or_404(Place, code=code, level=Level.COMMUNITY)
    if not allow(f"looks:{client_address(request)}", limit=rules.LOOKS_PER_ADDRESS.at(code), seconds=HOUR):
        raise TooMany(_("查看太频繁，请一小时后再试；上报不受影响。"), retry_after=HOUR)
    form = DraftForm(request.POST, places=Place.objects.none())
    found = reported_near(form.kind, community.code, form.point) if form.is_valid() and form.kind else []
    return render(request, "core/_told.html", {"told": found, "chosen": request.POST.get("same_as", "")})
