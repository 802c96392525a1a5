"""The pages that every declared kind of record has: beginning one, its moves, and the way to its own page."""

import json

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from linli.flow.list_pages import export, list_page
from linli.flow.move_pages import record_move_page
from linli.flow.record_pages import record_context
from linli.flow.records import Record
from linli.flow.resources import Resource, list_address, resources
from linli.flow.sections import sections_of
from linli.flow.several_pages import several_page
from linli.flow.showing import head_of
from linli.kernel.forms import put_errors
from linli.kernel.problems import Problem
from linli.kernel.resubmission import new_key, once_per_form
from linli.people.requests import StaffRequest


def _resource(kind: str) -> Resource[Record]:
    try:
        return resources[kind]
    except KeyError:
        raise Http404 from None


def _visible(request: StaffRequest, kind: str, number: str) -> Record:
    return get_object_or_404(_resource(kind).seen(request.actor), number=number)


@login_required
@require_GET
def records(request: StaffRequest, kind: str) -> HttpResponse:
    """The list of a kind, which may be at another address."""
    resource = _resource(kind)
    if resource.list_url_name != "records":
        return redirect(list_address(resource))
    return list_page(request, resource)


@login_required
@require_GET
def records_export(request: StaffRequest, kind: str) -> HttpResponse:
    """The list of a kind as a workbook."""
    return export(request, _resource(kind))


@login_required
@require_http_methods(["GET", "POST"])
def records_several(request: StaffRequest, kind: str) -> HttpResponse:
    """One act on several records of a kind."""
    return several_page(request, _resource(kind))


@login_required
@require_GET
def record(request: StaffRequest, kind: str, number: str) -> HttpResponse:
    """Where a task leads: the page of the record, which may be another address or that of its whole."""
    found = _visible(request, kind, number)
    address = found.get_absolute_url()
    if address != request.path:
        return redirect(address)
    context = record_context(found, request.actor) | {"sections": sections_of(found, request.actor)}
    return render(request, _resource(kind).template, context)


@login_required
@require_http_methods(["GET", "POST"])
def record_move(request: StaffRequest, kind: str, number: str, move: str) -> HttpResponse:
    found = _visible(request, kind, number)
    return record_move_page(
        request,
        found,
        move,
        actor=request.actor,
        back=found.get_absolute_url(),
        context=lambda: {"head": head_of(found)},
        initial=request.GET.dict(),
    )


@login_required
@require_http_methods(["GET", "POST"])
def record_new(request: StaffRequest, kind: str) -> HttpResponse:
    """Begin one. What the address says after the question mark is filled in already."""
    begin = _resource(kind).begin
    if begin is None or not begin.allow(request.actor):
        raise Http404
    if request.method == "POST":
        form = begin.form(request.POST, request.FILES, actor=request.actor)
    else:
        form = begin.form(actor=request.actor, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            act = begin.act
            made = once_per_form(
                request, lambda: json.dumps(act(form.payload(), actor=request.actor).get_absolute_url())
            )
            return redirect(json.loads(made))
        except Problem as problem:
            put_errors(form, problem)
    context = {"form": form, "title": begin.label, "key": new_key()}
    return render(request, "flow/new.html", context, status=422 if form.errors else 200)
