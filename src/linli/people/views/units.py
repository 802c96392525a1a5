"""The system administrator's pages: units."""

import uuid

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel.forms import put_errors
from linli.kernel.problems import Problem
from linli.people.actions.units import edit_unit, make_unit
from linli.people.forms import UnitForm
from linli.people.models import Unit
from linli.people.policies import can_set_up
from linli.people.requests import StaffRequest
from linli.people.roles import Role
from linli.people.views.access import only


@only(can_set_up)
@require_GET
def units(request: StaffRequest) -> HttpResponse:
    """The units of the administrator's places, with how many people sit there today."""
    today = timezone.localdate()
    held = Q(posts__valid_from__lte=today) & (Q(posts__valid_to=None) | Q(posts__valid_to__gte=today))
    rows = Unit.objects.inside(_codes(request)).select_related("place__parent__parent")
    counted = rows.annotate(people=Count("posts", filter=held & Q(posts__user__is_active=True)))
    return render(request, "people/units.html", {"units": counted.order_by("place__code", "name")})


@only(can_set_up)
@require_http_methods(["GET", "POST"])
def unit_new(request: StaffRequest) -> HttpResponse:
    return _form(request, None)


@only(can_set_up)
@require_http_methods(["GET", "POST"])
def unit_edit(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    rows = Unit.objects.inside(_codes(request)).select_related("place__parent__parent")
    return _form(request, get_object_or_404(rows, pk=key))


def _form(request: StaffRequest, unit: Unit | None) -> HttpResponse:
    initial = {"name": unit.name, "kind": unit.kind, "place": unit.place} if unit else {}
    form = UnitForm(request.POST or None, initial=initial, codes=_codes(request))
    if request.method == "POST" and form.is_valid():
        try:
            if unit:
                edit_unit(unit, **form.cleaned_data, actor=request.actor)
            else:
                make_unit(**form.cleaned_data, actor=request.actor)
            messages.success(request, _("已保存"))
            return redirect("units")
        except Problem as problem:
            put_errors(form, problem)
    context = {"form": form.suggest(), "unit": unit}
    return render(request, "people/unit_form.html", context, status=422 if form.errors else 200)


def _codes(request: StaffRequest) -> list[str]:
    return request.actor.codes(Role.SYSTEM_ADMIN)
