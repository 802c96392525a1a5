"""The pages where the catalogue of items, the departments and their units are kept."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel.forms import put_errors
from linli.kernel.ids import new_id
from linli.kernel.problems import NotFound, Problem
from linli.organisations.applications.actions import catalogue
from linli.organisations.applications.forms.catalogue import DepartmentForm, DepartmentUnitForm, EndForm, ItemForm
from linli.organisations.applications.models import Department, DepartmentUnit, ServiceItem
from linli.organisations.applications.policies import can_place_departments
from linli.organisations.registry.policies import can_keep_catalogues
from linli.people.requests import StaffRequest
from linli.people.roles import Role
from linli.people.views.access import only


@only(can_keep_catalogues)
@require_GET
def onestop_items(request: StaffRequest) -> HttpResponse:
    """Every item once, as it holds today or will; those that ended last."""
    today = timezone.localdate()
    rows = {item.code: item for item in ServiceItem.objects.for_list().order_by("position", "code", "valid_from")}
    ended = [item for item in rows.values() if item.valid_to and item.valid_to < today]
    context = {"items": [item for item in rows.values() if item not in ended], "ended": ended, "today": today}
    return render(request, "applications/setup_items.html", context)


@only(can_keep_catalogues)
@require_http_methods(["GET", "POST"])
def onestop_item_new(request: StaffRequest) -> HttpResponse:
    return _edit(request, None)


@only(can_keep_catalogues)
@require_http_methods(["GET", "POST"])
def onestop_item(request: StaffRequest, code: str) -> HttpResponse:
    """A new edition of it, filled in with what holds now; below, the editions there were."""
    latest = ServiceItem.objects.filter(code=code).order_by("valid_from").last()
    if latest is None:
        raise NotFound()
    return _edit(request, latest)


def _edit(request: StaffRequest, edition: ServiceItem | None) -> HttpResponse:
    form = ItemForm(request.POST or None, edition=edition, instance=ServiceItem())
    if request.method == "POST" and form.is_valid():
        item = form.save(commit=False)
        item.code = edition.code if edition else _new_code()
        try:
            catalogue.make_edition(item, papers=form.papers(), departments=form.asked(), actor=request.actor)
            messages.success(request, _("已保存"))
            return redirect("onestop_items")
        except Problem as problem:
            put_errors(form, problem)
    editions = ServiceItem.objects.filter(code=edition.code).order_by("-valid_from") if edition else []
    context = {"form": form, "edition": edition, "editions": editions}
    return render(request, "applications/setup_item.html", context, status=422 if form.errors else 200)


def _new_code() -> str:
    return f"item-{new_id().hex[-8:]}"


@only(can_keep_catalogues)
@require_http_methods(["GET", "POST"])
def onestop_item_end(request: StaffRequest, code: str) -> HttpResponse:
    """Say until when it can be applied for."""
    item = get_object_or_404(ServiceItem.objects.on(timezone.localdate()), code=code)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            catalogue.end_item(item, form.cleaned_data["last_day"], actor=request.actor)
            messages.success(request, _("已保存"))
            return redirect("onestop_items")
        except Problem as problem:
            put_errors(form, problem)
    context = {"form": form, "item": item}
    return render(request, "applications/setup_item_end.html", context, status=422 if form.errors else 200)


@only(can_place_departments)
@require_GET
def onestop_departments(request: StaffRequest) -> HttpResponse:
    """Each department with its units, by place. Two queries."""
    units = DepartmentUnit.objects.select_related("unit", "place").order_by("place__code")
    by_department: dict[Any, list[DepartmentUnit]] = {}
    for row in units:
        by_department.setdefault(row.department_id, []).append(row)
    rows = [(department, by_department.get(department.pk, [])) for department in Department.objects.all()]
    context = {"rows": rows, "may_edit": can_keep_catalogues(request.actor)}
    return render(request, "applications/setup_departments.html", context)


@only(can_place_departments)
@require_http_methods(["GET", "POST"])
def onestop_department_unit(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Which unit it is at a place."""
    department = get_object_or_404(Department, pk=key)
    codes = request.actor.codes(Role.SYSTEM_ADMIN, Role.ORGANISATION_OFFICER)
    form = DepartmentUnitForm(request.POST or None, codes=codes)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        catalogue.set_unit(department, values["place"], values["unit"], actor=request.actor)
        messages.success(request, _("已保存"))
        return redirect("onestop_departments")
    return _form_page(request, form, department.name)


@only(can_keep_catalogues)
@require_http_methods(["GET", "POST"])
def onestop_department_new(request: StaffRequest) -> HttpResponse:
    return _department(request, Department(), _("新增部门"))


@only(can_keep_catalogues)
@require_http_methods(["GET", "POST"])
def onestop_department(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Department, pk=key)
    return _department(request, found, found.name)


def _department(request: StaffRequest, department: Department, title: str) -> HttpResponse:
    form = DepartmentForm(request.POST or None, instance=department)
    if request.method == "POST" and form.is_valid():
        catalogue.save_department(form.save(commit=False), actor=request.actor)
        messages.success(request, _("已保存"))
        return redirect("onestop_departments")
    return _form_page(request, form, title)


def _form_page(request: StaffRequest, form: Any, title: str) -> HttpResponse:
    context = {"form": form, "title": title}
    return render(request, "applications/setup_department.html", context, status=422 if form.errors else 200)
