"""The pages of the registry: the list of a desk, and one organisation."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from linli.flow.showing import rows_of
from linli.kernel.paging import page
from linli.kernel.resubmission import new_key
from linli.organisations.models import Organisation
from linli.organisations.policies import can_list, can_see_organisations
from linli.organisations.ratings.standing import standings_of
from linli.organisations.registry import show
from linli.organisations.states import OrganisationState
from linli.people.requests import StaffRequest
from linli.people.views.access import only


@only(can_see_organisations)
@require_GET
def organisations(request: StaffRequest) -> HttpResponse:
    """Those that the reader has to do with, newest first; by state and by words."""
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:60]
    seen = Organisation.objects.worked_on_by(request.actor)
    if words:
        seen = seen.search(words)
    if state in OrganisationState.values:
        seen = seen.filter(state=state)
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    kept = request.GET.copy()
    kept.pop("after", None)
    here = f"?{kept.urlencode()}&" if kept else "?"
    context = {
        "rows": rows_of(found.items, show.TONES),
        "standings": standings_of([one.pk for one in found.items]),
        "words": words,
        "state": state,
        "states": [
            (label, f"?state={value}" if value != state else "?", value == state)
            for value, label in OrganisationState.choices
        ],
        "may_list": can_list(request.actor),
        "next": f"{here}after={found.next_cursor}" if found.next_cursor else "",
        "first": "" if found.is_first else here,
    }
    return render(request, "organisations/organisations.html", context)


@login_required
@require_GET
def organisation(request: StaffRequest, number: str) -> HttpResponse:
    """The record: what it is, what it does, and what each room knows of it."""
    found = get_object_or_404(Organisation.objects.visible_to(request.actor).for_record(), number=number)
    return render(
        request, "organisations/organisation.html", show.context_of(found, request.actor) | {"key": new_key()}
    )
