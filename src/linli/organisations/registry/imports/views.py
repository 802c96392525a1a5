"""The pages of bringing in a registry from before."""

import uuid

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from linli.flow.forms import ForActor
from linli.flow.lists import pages_of
from linli.kernel.forms import put_errors
from linli.kernel.paging import page
from linli.kernel.problems import Conflict, Problem
from linli.kernel.sheets import MOST_BYTES
from linli.organisations.registry.imports.actions import look_at, take_in
from linli.organisations.registry.models import OrganisationImport
from linli.organisations.registry.policies import KEEPING, can_import
from linli.people.inputs import PlaceField
from linli.people.requests import StaffRequest
from linli.people.views.access import only
from linli.places.models import Place

SHOWN_ERRORS = 500


class ImportForm(ForActor, forms.Form):
    """What one says before a file is looked at."""

    place = PlaceField(roles=KEEPING, label=_("导入到哪里"), empty_label=None)
    file = forms.FileField(
        label=_("名录文件"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("Excel 或 CSV；要有“名称”和“社区”两列，可有类别、领域、信用代码、登记日期、备案编号、备案日期等。"),
    )


@only(can_import)
@require_http_methods(["GET", "POST"])
def organisation_imports(request: StaffRequest) -> HttpResponse:
    """Choose a file; it is looked at, and nothing is taken in before one has seen what would become of it."""
    form = ImportForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            data = file.read(MOST_BYTES + 1)
            run = look_at(data, file_name=file.name, place=form.cleaned_data["place"], actor=request.actor)
            return redirect("organisation_import", run.pk)
        except Problem as problem:
            if problem.errors:
                put_errors(form, problem)
            else:
                form.add_error("file", str(problem.detail))
    found = page(_visible(request).select_related("place", "started_by"), cursor=request.GET.get("after"))
    context = {
        "form": form,
        "page": found,
        **pages_of(request.GET, found),
    }
    return render(request, "registry/imports.html", context, status=422 if form.errors else 200)


@only(can_import)
@require_http_methods(["GET", "POST"])
def organisation_import(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """What would become of the rows, and which are wrong; then what became of them."""
    run = get_object_or_404(_visible(request).select_related("place"), pk=key)
    if request.method == "POST":
        try:
            run = take_in(run, actor=request.actor)
            messages.success(
                request, ngettext("导入 %(num)s 个组织", "导入 %(num)s 个组织", run.new) % {"num": run.new}
            )
        except Conflict as problem:
            messages.error(request, str(problem.detail))
        return redirect("organisation_import", run.pk)
    return render(request, "registry/import.html", {"run": run, "errors": run.errors[:SHOWN_ERRORS]})


def _visible(request: StaffRequest) -> QuerySet[OrganisationImport]:
    """Those at the places that the reader keeps."""
    places = Place.objects.none()
    for code in request.actor.codes(*KEEPING):
        places |= Place.objects.inside(code)
    return OrganisationImport.objects.filter(place__in=places)
