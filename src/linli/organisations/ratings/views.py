"""The pages of ratings: who is rated how, one rating, the rounds; and the indicators, for who sets up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.flow.lists import chips, pages_of
from linli.flow.showing import rows_of
from linli.kernel.forms import put_errors
from linli.kernel.paging import page
from linli.kernel.problems import Invalid
from linli.kernel.resubmission import new_key
from linli.organisations.ratings import show
from linli.organisations.ratings.actions.trees import publish
from linli.organisations.ratings.forms import VersionForm, initial_of
from linli.organisations.ratings.models import IndicatorSet, Rating, RatingRound, Star
from linli.organisations.ratings.policies import can_begin_round
from linli.organisations.ratings.states import CURRENT, Grade, RatingState, RoundState
from linli.organisations.registry.states import REGISTERED_KINDS, OrganisationKind
from linli.people.policies import can_set_up
from linli.people.requests import Request, StaffRequest
from linli.people.views.access import only


@require_GET
def rated(request: Request) -> HttpResponse:
    """Whose grade counts now, newest first; by grade and kind. For everybody."""
    grade, kind = request.GET.get("grade", ""), request.GET.get("kind", "")
    seen = Rating.objects.visible_to(request.actor).current()
    if grade in map(str, Grade.values):
        seen = seen.filter(grade=int(grade))
    if kind in REGISTERED_KINDS:
        seen = seen.filter(organisation__legal_kind=kind)
    if request.GET.get("soon"):
        seen = seen.filter(state=RatingState.EXPIRING)
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    kinds = [(one.value, one.label) for one in REGISTERED_KINDS]
    context = {
        "rows": rows_of(found.items),
        "grades": chips(request.GET, "grade", [(str(one.value), one.label) for one in reversed(Grade)]),
        "kinds": chips(request.GET, "kind", kinds),
        "kind": OrganisationKind(kind).label if kind in REGISTERED_KINDS else "",
        "soon": chips(request.GET, "soon", [("1", _("快到期"))]),
        **pages_of(request.GET, found),
    }
    return render(request, "ratings/rated.html", context)


@require_GET
def starred(request: Request) -> HttpResponse:
    """Which groups on file have how many stars. For everybody."""
    stars = request.GET.get("stars", "")
    seen = Star.objects.visible_to(request.actor).current()
    if stars in map(str, range(1, 6)):
        seen = seen.filter(stars=int(stars))
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    choices = [(str(number), "★" * number) for number in range(5, 0, -1)]
    context = {
        "rows": rows_of(found.items),
        "stars": chips(request.GET, "stars", choices),
        "may_give": can_begin_round(request.actor),
        **pages_of(request.GET, found),
    }
    return render(request, "ratings/starred.html", context)


@require_GET
def rating(request: Request, number: str) -> HttpResponse:
    found = get_object_or_404(Rating.objects.visible_to(request.actor).for_list(), number=number)
    context = show.rating_context(found, request.actor) | {"key": new_key(), "is_current": found.state in CURRENT}
    return render(request, "ratings/rating.html", context)


@require_GET
def rating_rounds(request: Request) -> HttpResponse:
    """Rounds are announced: whoever acts for an organisation reads here where to apply."""
    found = page(RatingRound.objects.visible_to(request.actor).for_list(), cursor=request.GET.get("after"))
    context = {
        "rows": rows_of(found.items),
        "may_begin": can_begin_round(request.actor),
        **pages_of(request.GET, found),
    }
    return render(request, "ratings/rounds.html", context)


@require_GET
def rating_round(request: Request, number: str) -> HttpResponse:
    """One round: by what it rates, and those of its ratings that the reader may see."""
    found = get_object_or_404(RatingRound.objects.visible_to(request.actor).for_list(), number=number)
    ratings = Rating.objects.visible_to(request.actor).filter(round=found)
    state = request.GET.get("state", "")
    if state in RatingState.values:
        ratings = ratings.filter(state=state)
    shown = page(ratings.for_list(), cursor=request.GET.get("after"))
    context = show.round_context(found, request.actor, rows_of(shown.items)) | {
        "key": new_key(),
        "states": chips(request.GET, "state", RatingState.choices),
        "is_open": found.state == RoundState.OPEN,
        **pages_of(request.GET, shown),
    }
    return render(request, "ratings/round.html", context)


@only(can_set_up)
@require_http_methods(["GET", "POST"])
def indicators_setup(request: StaffRequest) -> HttpResponse:
    now = IndicatorSet.objects.on(timezone.localdate())
    form = VersionForm(request.POST) if request.method == "POST" else VersionForm(initial=initial_of(now))
    if request.method == "POST" and form.is_valid():
        try:
            publish(form.payload(), actor=request.actor)
            messages.success(request, _("新版本已发布"))
            return redirect("indicators_setup")
        except Invalid as problem:
            put_errors(form, problem)
    context = {
        "form": form,
        "now": now,
        "tree": now.tree() if now else [],
        "versions": list(IndicatorSet.objects.all()[:20]),
    }
    return render(request, "ratings/setup.html", context, status=422 if form.errors else 200)
