"""The pages of platforms, of visits to them, and of the checklist."""

import uuid
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.flow.lists import chips, pages_of
from linli.flow.showing import rows_of
from linli.kernel.forms import put_errors
from linli.kernel.paging import page
from linli.kernel.problems import Problem
from linli.kernel.resubmission import new_key
from linli.organisations.platforms import show
from linli.organisations.platforms.actions.standards import add_item, end_item
from linli.organisations.platforms.forms import EndItemForm, ItemForm
from linli.organisations.platforms.models import ChecklistItem, Platform, PlatformCheck
from linli.organisations.platforms.policies import can_open_some, can_see_checklist, can_see_platforms
from linli.organisations.platforms.states import PLATFORM_LEVELS, ChecklistPart
from linli.organisations.registry.policies import can_keep_catalogues
from linli.people.requests import StaffRequest
from linli.people.views.access import only
from linli.places.levels import CODE_LENGTHS, Level


@only(can_see_platforms)
@require_GET
def platforms(request: StaffRequest) -> HttpResponse:
    """Those that the reader has to do with, newest first, by level."""
    level = request.GET.get("level", "")
    seen = Platform.objects.visible_to(request.actor)
    if level in PLATFORM_LEVELS:
        seen = seen.filter(path__length=CODE_LENGTHS[Level(level)])
    found = page(seen.for_list(), cursor=request.GET.get("after"))
    context = {
        "rows": rows_of(found.items),
        "levels": chips(request.GET, "level", PLATFORM_LEVELS.items()),
        "may_open": can_open_some(request.actor),
        **pages_of(request.GET, found),
    }
    return render(request, "platforms/platforms.html", context)


@login_required
@require_GET
def platform(request: StaffRequest, number: str) -> HttpResponse:
    found = get_object_or_404(Platform.objects.visible_to(request.actor).for_list(), number=number)
    context = show.platform_page(found, request.actor) | {"key": new_key()}
    return render(request, "platforms/platform.html", context)


@login_required
@require_GET
def platform_visit(request: StaffRequest, number: str) -> HttpResponse:
    found = get_object_or_404(PlatformCheck.objects.visible_to(request.actor).for_record(), number=number)
    context = show.visit_page(found, request.actor) | {"key": new_key()}
    return render(request, "platforms/visit.html", context)


@only(can_see_checklist)
@require_GET
def checklist(request: StaffRequest) -> HttpResponse:
    """The standard for service centres as it holds today, with what held before and will hold."""
    today = timezone.localdate()
    items = sorted(ChecklistItem.objects.all(), key=lambda one: (ChecklistPart.values.index(one.part), one.position))
    context = {
        "parts": [
            (ChecklistPart(part).label, [(item, item.is_valid_on(today)) for item in rows])
            for part, rows in groupby(items, key=lambda one: one.part)
        ],
        "may_keep": can_keep_catalogues(request.actor),
        "sees_platforms": can_see_platforms(request.actor),
        "today": today.isoformat(),
    }
    return render(request, "platforms/checklist.html", context)


@only(can_keep_catalogues)
@require_http_methods(["GET", "POST"])
def checklist_add(request: StaffRequest) -> HttpResponse:
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_item(form.cleaned_data, actor=request.actor)
            messages.success(request, _("已保存"))
            return redirect("checklist")
        except Problem as problem:
            put_errors(form, problem)
    context = {"form": form, "title": _("增加一条要求"), "key": ""}
    return render(request, "flow/new.html", context, status=422 if form.errors else 200)


@only(can_keep_catalogues)
@require_POST
def checklist_end(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    item = ChecklistItem.objects.filter(pk=key).first()
    if item is None:
        raise Http404
    form = EndItemForm(request.POST)
    try:
        if form.is_valid():
            end_item(item, on=form.cleaned_data["on"], actor=request.actor)
            messages.success(request, _("已保存"))
        else:
            messages.error(request, _("请填写日期，例如 2026-03-02。"))
    except Problem as problem:
        told = next((text for texts in problem.errors.values() for text in texts), problem.detail)
        messages.error(request, str(told))
    return redirect("checklist")
