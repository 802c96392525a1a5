"""The public page of what a district offers its organisations."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.flow.lists import pages_of
from linli.flow.showing import part_rows
from linli.kernel.paging import page
from linli.kernel.resubmission import new_key
from linli.organisations.support.models import SupportScheme
from linli.organisations.support.policies import can_offer_somewhere
from linli.organisations.support.states import SchemeState
from linli.people.requests import Request


@require_GET
def support_schemes(request: Request) -> HttpResponse:
    """Which support there is for whom, newest first; its officers edit and close it here."""
    may_offer = can_offer_somewhere(request.actor) is not None
    seen = SupportScheme.objects.visible_to(request.actor)
    if not may_offer:
        seen = seen.filter(state=SchemeState.OPEN)
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    context = {
        "rows": part_rows(found.items, request.actor),
        "may_offer": may_offer,
        "key": new_key(),
        **pages_of(request.GET, found),
    }
    return render(request, "support/schemes.html", context)
