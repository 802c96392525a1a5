"""The pages on which an office keeps its centres, services, targets and steps."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.flow.lists import chips, pages_of
from linli.flow.showing import rows_of
from linli.kernel.forms import put_errors
from linli.kernel.paging import page
from linli.kernel.problems import NotFound, Problem
from linli.organisations.incubation.actions import catalogue
from linli.organisations.incubation.forms.catalogue import CentreForm, ServiceForm, StepForm, TargetsForm
from linli.organisations.incubation.models import Centre, CentreService, ServiceRequest, Stage, Step, Target
from linli.organisations.incubation.policies import (
    INCUBATING,
    can_begin,
    can_change_steps,
    can_see_incubation,
    can_see_steps,
    can_set_targets,
)
from linli.organisations.incubation.states import RequestState
from linli.organisations.registry.policies import KEEPING, SEEING
from linli.people.requests import StaffRequest
from linli.people.views.access import only
from linli.places.levels import lineage
from linli.places.placed import inside

FORM = "incubation/form.html"


@only(can_see_incubation)
@require_GET
def centre_services(request: StaffRequest) -> HttpResponse:
    """What the centres of the reader's places and of those above offer, with how often it was asked for and given."""
    near = Q(pk=None)
    for code in request.actor.codes(*SEEING):
        near |= inside(code) | Q(path__in=lineage(code))
    services = CentreService.objects.annotate(
        asked=Count("requests"), given=Count("requests", filter=Q(requests__state=RequestState.GIVEN))
    )
    centres = Centre.objects.filter(near, is_active=True).select_related("place")
    by_centre: dict[object, list[CentreService]] = {centre.pk: [] for centre in centres}
    for service in services.filter(centre__in=list(by_centre)):
        by_centre[service.centre_id].append(service)
    context = {
        "centres": [
            (centre, by_centre[centre.pk], request.actor.warrant(*INCUBATING, at=centre.path) is not None)
            for centre in centres
        ],
        "may_add": can_begin(request.actor),
    }
    return render(request, "incubation/services.html", context)


@only(can_see_incubation)
@require_GET
def service_requests(request: StaffRequest, key: str) -> HttpResponse:
    """The requests behind the figures of a service, as far as the reader sees their organisations."""
    service, state = get_object_or_404(CentreService, pk=key), request.GET.get("state", "")
    seen = ServiceRequest.objects.visible_to(request.actor).filter(service=service)
    if state in RequestState.values:
        seen = seen.filter(state=state)
    found = page(seen.for_list().select_related("service"), cursor=request.GET.get("after"))
    context = {
        "service": service,
        "rows": rows_of(found.items),
        "states": chips(request.GET, "state", RequestState.choices),
        **pages_of(request.GET, found),
    }
    return render(request, "incubation/requests.html", context)


@only(can_begin)
@require_http_methods(["GET", "POST"])
def centre_new(request: StaffRequest) -> HttpResponse:
    form = CentreForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        catalogue.add_centre(values.pop("place"), values, actor=request.actor)
        messages.success(request, _("已保存"))
        return redirect("centre_services")
    return render(request, FORM, {"form": form, "title": _("新增孵化中心"), "back": "centre_services"})


@only(can_begin)
@require_http_methods(["GET", "POST"])
def centre_service_new(request: StaffRequest, key: str) -> HttpResponse:
    centre = get_object_or_404(Centre.objects.filter(_own(request)), pk=key)
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            catalogue.add_service(centre, form.cleaned_data, actor=request.actor)
            messages.success(request, _("已保存"))
            return redirect("centre_services")
        except Problem as problem:
            put_errors(form, problem)
    title = _("%(centre)s：新增服务") % {"centre": centre.name}
    return render(request, FORM, {"form": form, "title": title, "back": "centre_services"})


@only(can_begin)
@require_POST
def centre_service_offer(request: StaffRequest, key: str) -> HttpResponse:
    """Offered from now on, or no longer."""
    centres = Centre.objects.filter(_own(request))
    service = get_object_or_404(CentreService.objects.select_related("centre"), pk=key, centre__in=centres)
    catalogue.offer_service(service, request.POST.get("offered") == "1", actor=request.actor)
    return redirect("centre_services")


@only(can_set_targets)
@require_http_methods(["GET", "POST"])
def incubation_targets(request: StaffRequest) -> HttpResponse:
    code = request.GET.get("place") or request.actor.codes(*KEEPING)[0]
    if request.actor.warrant(*KEEPING, at=code) is None:
        raise NotFound()
    year = timezone.localdate().year
    now = dict(Target.objects.filter(place__code=code, year=year).values_list("role", "number"))
    form = TargetsForm(request.POST or None, actor=request.actor, initial={"place": code, "year": year, **now})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        catalogue.set_targets(values["place"], values["year"], form.numbers(), actor=request.actor)
        messages.success(request, _("已保存"))
        return redirect("incubation_figures")
    return render(request, FORM, {"form": form, "title": _("年度孵化目标"), "back": "incubation_figures"})


@only(can_see_steps)
@require_GET
def incubation_steps(request: StaffRequest) -> HttpResponse:
    """The stages and steps of today, and those to come."""
    today = timezone.localdate()
    steps = Step.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today)).select_related("stage")
    context = {
        "stages": [(stage, [step for step in steps if step.stage_id == stage.pk]) for stage in Stage.objects.all()],
        "may_change": can_change_steps(request.actor),
    }
    return render(request, "incubation/steps.html", context)


@only(can_change_steps)
@require_http_methods(["GET", "POST"])
def incubation_step(request: StaffRequest, key: str) -> HttpResponse:
    """A new version of a step, from a day on."""
    step = get_object_or_404(Step, pk=key, valid_to=None)
    form = StepForm(request.POST or None, step=step)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            catalogue.change_step(step, values, on=values.pop("valid_from"), actor=request.actor)
            messages.success(request, _("已保存"))
            return redirect("incubation_steps")
        except Problem as problem:
            put_errors(form, problem)
    title = _("修改第 %(number)s 步") % {"number": step.position}
    return render(request, FORM, {"form": form, "title": title, "back": "incubation_steps"})


def _own(request: StaffRequest) -> Q:
    own = Q(pk=None)
    for code in request.actor.codes(*INCUBATING):
        own |= inside(code)
    return own
