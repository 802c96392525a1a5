"""Where a system administrator publishes a new version of the indicators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.kernel.forms import put_errors
from linli.kernel.problems import Invalid
from linli.organisations.ratings.models import IndicatorSet
from linli.organisations.ratings.setup_forms import VersionForm, initial_of
from linli.organisations.ratings.trees import publish
from linli.people.policies import can_set_up
from linli.people.requests import StaffRequest
from linli.people.views.access import only


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
