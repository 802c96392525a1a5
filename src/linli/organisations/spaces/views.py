"""The pages of space for service: the list of who uses what, one agreement."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from linli.flow.lists import chips, pages_of
from linli.flow.showing import rows_of
from linli.kernel.paging import page
from linli.kernel.resubmission import new_key
from linli.organisations.registry.policies import can_see_organisations
from linli.organisations.spaces import show
from linli.organisations.spaces.models import SpaceAgreement
from linli.organisations.spaces.policies import can_give_somewhere
from linli.organisations.spaces.states import AgreementState
from linli.people.requests import StaffRequest
from linli.people.views.access import only


@only(can_see_organisations)
@require_GET
def space_agreements(request: StaffRequest) -> HttpResponse:
    """Who uses which premises for which service, newest first."""
    state = request.GET.get("state", "")
    seen = SpaceAgreement.objects.visible_to(request.actor)
    if state in AgreementState.values:
        seen = seen.filter(state=state)
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    context = {
        "rows": rows_of(found.items),
        "states": chips(request.GET, "state", AgreementState.choices),
        "may_propose": can_give_somewhere(request.actor),
        **pages_of(request.GET, found),
    }
    return render(request, "spaces/agreements.html", context)


@login_required
@require_GET
def space_agreement(request: StaffRequest, number: str) -> HttpResponse:
    """What was agreed, what each period owes and has, and each delivery."""
    found = get_object_or_404(SpaceAgreement.objects.visible_to(request.actor).for_list(), number=number)
    context = show.context_of(found, request.actor) | {"key": new_key()}
    return render(request, "spaces/agreement.html", context)
