"""The fields of work: a list that the district keeps, and a taxonomy for other systems."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.organisations.registry.models import WorkField
from linli.people.actions.rights import setting_up
from linli.people.policies import can_set_up
from linli.people.requests import StaffRequest
from linli.people.views.access import only
from linli.people.warranted import record_act


@only(can_set_up)
@require_GET
def fields_of_work(request: StaffRequest) -> HttpResponse:
    return render(request, "registry/setup_fields.html", {"rows": list(WorkField.objects.all())})


@only(can_set_up)
@require_http_methods(["GET", "POST"])
def field_of_work_new(request: StaffRequest) -> HttpResponse:
    return _edit(request, None)


@only(can_set_up)
@require_http_methods(["GET", "POST"])
def field_of_work(request: StaffRequest, code: str) -> HttpResponse:
    return _edit(request, get_object_or_404(WorkField, code=code))


def _edit(request: StaffRequest, row: WorkField | None) -> HttpResponse:
    """Its code stays: other systems know it. Who has the field keeps it, also when it is no longer offered."""
    columns = ["name", "position", "is_active"] if row else ["code", "name", "position", "is_active"]
    form = forms.modelform_factory(WorkField, fields=columns)(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        warrant = setting_up(request.actor)
        with transaction.atomic():
            saved = form.save()
            record_act(
                "organisation.field",
                actor=request.actor,
                warrant=warrant,
                kind="organisation",
                key=saved.pk,
                detail={"code": saved.code, "name": saved.name, "is_active": saved.is_active},
            )
        messages.success(request, _("已保存"))
        return redirect("fields_of_work")
    return render(request, "registry/setup_field.html", {"form": form, "row": row}, status=422 if form.errors else 200)
