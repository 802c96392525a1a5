"""The system administrator's pages: which platforms send orders, and how their words and columns are read."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.events.hotline.forms import SourceForm
from linli.events.hotline.models import OrderSource
from linli.events.hotline.sources import save_source
from linli.kernel.forms import put_errors
from linli.kernel.problems import Problem
from linli.people.policies import can_set_up
from linli.people.requests import StaffRequest
from linli.people.roles import Role
from linli.people.views.access import only

PLAIN = ("code", "name", "place", "user", "coordinates", "is_active")


@only(can_set_up)
@require_GET
def order_sources(request: StaffRequest) -> HttpResponse:
    rows = OrderSource.objects.of(request.actor, Role.SYSTEM_ADMIN).select_related("place", "user", "fallback")
    return render(request, "hotline/sources.html", {"sources": rows})


@only(can_set_up)
@require_http_methods(["GET", "POST"])
def order_source_new(request: StaffRequest) -> HttpResponse:
    return _page(request, OrderSource(), {})


@only(can_set_up)
@require_http_methods(["GET", "POST"])
def order_source(request: StaffRequest, code: str) -> HttpResponse:
    source = get_object_or_404(
        OrderSource.objects.of(request.actor, Role.SYSTEM_ADMIN).select_related("place__parent__parent", "user"),
        code=code,
    )
    initial = {name: getattr(source, name) for name in PLAIN}
    initial["fallback"] = source.fallback.code
    initial["categories"] = "\n".join(f"{theirs} = {ours}" for theirs, ours in source.categories.items())
    return _page(request, source, initial)


def _page(request: StaffRequest, source: OrderSource, initial: dict[str, Any]) -> HttpResponse:
    form = SourceForm(request.POST or None, initial=initial, codes=request.actor.codes(Role.SYSTEM_ADMIN))
    if request.method == "POST" and form.is_valid():
        try:
            save_source(source, form.cleaned_data, actor=request.actor)
            messages.success(request, _("已保存"))
            return redirect("order_sources")
        except Problem as problem:
            put_errors(form, problem)
    context = {"source": source, "form": form.suggest(), "is_new": not initial}
    return render(request, "hotline/source.html", context, status=422 if form.errors else 200)
