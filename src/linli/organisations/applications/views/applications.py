"""The pages of applications: the list, one application with its tracks, a department's opinion, papers, figures."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from linli.flow.lists import chips, pages_of
from linli.flow.showing import rows_of
from linli.kernel import files
from linli.kernel.paging import page
from linli.kernel.resubmission import new_key
from linli.organisations.applications import figures, show
from linli.organisations.applications.models import Application, Certificate, Document, Opinion, ServiceItem
from linli.organisations.applications.paper import certificate_paper
from linli.organisations.applications.papers import open_paper
from linli.organisations.applications.policies import can_apply, can_begin, can_see_applications, can_see_figures
from linli.organisations.applications.states import ApplicationState
from linli.people.requests import StaffRequest
from linli.people.views.access import only

FILTERS = ("state", "item", "late")


@only(can_see_applications)
@require_GET
def applications(request: StaffRequest) -> HttpResponse:
    """Those that the reader decides on, follows, made or is asked in, newest first."""
    wanted = {name: value for name in FILTERS if (value := request.GET.get(name, "")[:30])}
    seen = Application.objects.visible_to(request.actor)
    if wanted.get("state") in ApplicationState.values:
        seen = seen.filter(state=wanted["state"])
    if "item" in wanted:
        seen = seen.filter(item_code=wanted["item"])
    if "late" in wanted:
        seen = seen.late(timezone.now())
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    context = {
        "rows": rows_of(found.items),
        "wanted": wanted,
        "states": chips(request.GET, "state", ApplicationState.choices),
        "items": chips(request.GET, "item", _items()),
        "late": chips(request.GET, "late", [("1", "")])[0],
        "may_see_figures": can_see_figures(request.actor),
        **pages_of(request.GET, found),
        "may_begin": can_begin(request.actor) and bool(request.actor.unit_ids),
    }
    return render(request, "applications/applications.html", context)


def _items() -> list[tuple[str, str]]:
    """Each item once, under its latest name."""
    names = dict(ServiceItem.objects.order_by("position", "code", "valid_from").values_list("code", "name"))
    return list(names.items())


def _visible(request: StaffRequest, number: str) -> Application:
    return get_object_or_404(Application.objects.visible_to(request.actor).for_record(), number=number)


@login_required
@require_GET
def application(request: StaffRequest, number: str) -> HttpResponse:
    """Where exactly it is: each department's track, the papers, what may be done."""
    found = _visible(request, number)
    return render(request, "applications/application.html", show.context_of(found, request.actor) | {"key": new_key()})


@login_required
@never_cache
@require_GET
def application_paper(request: StaffRequest, number: str, key: uuid.UUID) -> HttpResponse:
    found = _visible(request, number)
    paper = get_object_or_404(Document.objects.select_related("file"), application=found, pk=key)
    return files.respond(open_paper(found, paper, actor=request.actor))


@login_required
@never_cache
@require_GET
def application_certificate(request: StaffRequest, number: str) -> HttpResponse:
    """The certificate as a PDF, for the applicant and the office."""
    found = _visible(request, number)
    certificate = get_object_or_404(Certificate.objects.select_related("organisation"), application=found)
    if can_apply(request.actor, found) is None:
        return HttpResponse(status=404)
    address = request.build_absolute_uri(reverse("verified", args=[certificate.code]))
    response = HttpResponse(certificate_paper(certificate, address), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{certificate.number}.pdf"'
    return response


@login_required
@require_GET
def opinion(request: StaffRequest, number: str) -> HttpResponse:
    """A department's own page: what is asked of it, with the papers."""
    seen = Opinion.objects.visible_to(request.actor).for_list()
    found = get_object_or_404(seen, number=number)
    return render(request, "applications/opinion.html", show.opinion_context(found, request.actor) | {"key": new_key()})


@only(can_see_figures)
@require_GET
def application_figures(request: StaffRequest) -> HttpResponse:
    """The last twelve months, by item and by department."""
    begins = figures.since()
    context = {
        "begins": timezone.localdate(begins),
        "items": figures.by_item(request.actor, begins),
        "departments": figures.by_department(request.actor, begins),
    }
    return render(request, "applications/figures.html", context)
