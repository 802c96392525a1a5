"""The pages of the pool, for those who draw from it, and of draws, for everybody."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from linli.flow.lists import chips, pages_of
from linli.flow.showing import rows_of
from linli.kernel.paging import page
from linli.kernel.resubmission import new_key
from linli.organisations.experts import show
from linli.organisations.experts.models import Draw, Expert, ExpertField
from linli.organisations.experts.policies import can_see_pool
from linli.organisations.experts.states import DrawState, ExpertState
from linli.people.requests import Request, StaffRequest
from linli.people.views.access import only


@only(can_see_pool)
@require_GET
def experts(request: StaffRequest) -> HttpResponse:
    """The pool, newest first; by field and state."""
    state, field = request.GET.get("state", ""), request.GET.get("field", "")
    fields = list(ExpertField.objects.filter(is_active=True))
    seen = Expert.objects.visible_to(request.actor)
    if state in ExpertState.values:
        seen = seen.filter(state=state)
    if field in {one.code for one in fields}:
        seen = seen.filter(fields__code=field)
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    context = {
        "rows": rows_of(found.items),
        "states": chips(request.GET, "state", ExpertState.choices),
        "fields": chips(request.GET, "field", [(one.code, one.name) for one in fields]),
        **pages_of(request.GET, found),
    }
    return render(request, "experts/experts.html", context)


@login_required
@require_GET
def expert(request: StaffRequest, number: str) -> HttpResponse:
    found = get_object_or_404(Expert.objects.visible_to(request.actor).for_list(), number=number)
    return render(request, "experts/expert.html", show.expert_context(found, request.actor) | {"key": new_key()})


@require_GET
def draws(request: Request) -> HttpResponse:
    """Every draw, newest first."""
    state = request.GET.get("state", "")
    seen = Draw.objects.visible_to(request.actor)
    if state in DrawState.values:
        seen = seen.filter(state=state)
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    context = {
        "rows": rows_of(found.items),
        "may_draw": can_see_pool(request.actor),
        "states": chips(request.GET, "state", DrawState.choices),
        **pages_of(request.GET, found),
    }
    return render(request, "experts/draws.html", context)


@require_GET
def draw(request: Request, number: str) -> HttpResponse:
    found = get_object_or_404(Draw.objects.visible_to(request.actor).select_related("place"), number=number)
    return render(request, "experts/draw.html", show.draw_context(found, request.actor) | {"key": new_key()})


@require_GET
def draw_list(request: Request, number: str) -> HttpResponse:
    """The frozen list alone: its SHA-256 is the hash that the draw's page tells."""
    found = get_object_or_404(Draw.objects.visible_to(request.actor).exclude(listing=""), number=number)
    return HttpResponse(found.listing, content_type="text/plain; charset=utf-8")


@require_GET
def draw_file(request: Request, number: str) -> HttpResponse:
    """The whole draw for the script of ``docs/draws.md``."""
    found = get_object_or_404(Draw.objects.visible_to(request.actor), number=number)
    name = f'attachment; filename="{found.number}.json"'
    return HttpResponse(show.public_json(found), content_type="application/json", headers={"Content-Disposition": name})
