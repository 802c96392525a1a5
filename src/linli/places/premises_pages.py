"""Pages: premises and households of a community, and how communities and grids stand to the rules."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel.forms import put_errors
from linli.kernel.problems import Conflict, NotFound, Problem
from linli.places.describing import standards
from linli.places.describing.exports import export_premises, export_sizes
from linli.places.describing.households import set_households
from linli.places.describing.premises import edit_premises, make_premises, sign_off
from linli.places.holdings_forms import HouseholdsForm, PremisesForm, SignOffForm
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Households, Place, Premises, SignOff, Step
from linli.places.policies import can_describe
from linli.places.requests import Request, place_of

MOST_SHOWN = 200


@require_GET
def premises(request: Request, code: str) -> HttpResponse:
    """A community's rooms and what it should have; above the community a table of communities."""
    place = _above_grid(code)
    rows = standards.standings(place.code)
    if place.level == Level.COMMUNITY:
        context: dict[str, Any] = {
            "place": place,
            "standing": rows[0] if rows else None,
            "premises": place.premises.order_by("is_planned", "kind", "name"),
            "can_describe": place.ended_on is None and bool(can_describe(request.actor, place.code)),
        }
        return render(request, "places/premises.html", context)
    short = [row for row in rows if row.shortfall or row.centre_shortfall]
    only_short = request.GET.get("short") == "1"
    context = {
        "place": place,
        "rows": short if only_short else rows,
        "total": len(rows),
        "short": len(short),
        "unknown": sum(row.households is None for row in rows),
        "missing": sum(row.shortfall or 0 for row in rows),
        "only_short": only_short,
    }
    return render(request, "places/premises_above.html", context)


@login_required
@require_GET
def premises_export(request: Request, code: str) -> HttpResponse:
    return export_premises(_above_grid(code), actor=request.actor)


@login_required
@require_http_methods(["GET", "POST"])
def premises_new(request: Request, code: str) -> HttpResponse:
    community = _mine(request, place_of(code))
    return _form(request, community, None)


@login_required
@require_http_methods(["GET", "POST"])
def premises_edit(request: Request, key: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Premises.objects.select_related("community"), pk=key)
    return _form(request, _mine(request, found.community), found)


def _form(request: Request, community: Place, found: Premises | None) -> HttpResponse:
    form, status = PremisesForm(request.POST or None, premises=found), 200
    if request.method == "POST" and form.is_valid():
        try:
            if found is None:
                found = make_premises(community, facts=form.facts(), actor=request.actor)
            else:
                seen = request.POST.get("seen", "")
                edit_premises(found, facts=form.facts(), seen=int(seen) if seen.isdecimal() else 0, actor=request.actor)
            messages.success(request, _("已保存"))
            return redirect("premises_edit", found.pk) if found.is_planned else redirect("premises", community.code)
        except Conflict as problem:
            form.add_error(None, str(problem.detail))
            found = Premises.objects.get(pk=found.pk) if found else None
            status = 409
        except Problem as problem:
            put_errors(form, problem)
    if form.errors and status == 200:
        status = 422
    context = {
        "place": community,
        "form": form,
        "title": found.name if found else _("登记服务用房"),
        "seen": found.version if found else "",
        "back": "premises",
        "premises": found,
        "steps": _steps(found) if found and found.is_planned else [],
    }
    return render(request, "places/holding_form.html", context, status=status)


def _steps(found: Premises) -> Sequence[tuple[str, str, SignOff | None, str, SignOffForm]]:
    """Each of the three: value, words, what is signed, by whom, and the form for it."""
    signed = {row.step: row for row in found.sign_offs.all()}
    people = get_user_model()._default_manager.filter(pk__in=[row.signed_by for row in signed.values()])
    names = {person.pk: str(person) for person in people}
    return [
        (
            step,
            str(Step(step).label),
            signed.get(step),
            names.get(signed[step].signed_by or found.pk, "") if step in signed else "",
            SignOffForm(auto_id=f"{step}_%s"),
        )
        for step in Step.values
    ]


@login_required
@require_POST
def premises_sign_off(request: Request, key: uuid.UUID, step: str) -> HttpResponse:
    found = get_object_or_404(Premises.objects.select_related("community"), pk=key)
    _mine(request, found.community)
    form = SignOffForm(request.POST)
    try:
        if not form.is_valid():
            raise Conflict(_("请填写日期，例如 2026-03-02。"))
        sign_off(found, step=step, on=form.cleaned_data["on"], actor=request.actor)
        messages.success(request, _("已保存"))
    except Problem as problem:
        if isinstance(problem, NotFound):
            raise
        messages.error(
            request, next((text for texts in problem.errors.values() for text in texts), str(problem.detail))
        )
    return redirect("premises_edit", found.pk)


@login_required
@require_http_methods(["GET", "POST"])
def households(request: Request, code: str) -> HttpResponse:
    """How many households the community and each of its grids has."""
    community = _mine(request, place_of(code))
    grids = list(Place.objects.standing().filter(parent=community).order_by("code"))
    rows = Households.objects.filter(place__in=[community, *grids])
    counts = dict(rows.values_list("place_id", "count"))
    form, status = HouseholdsForm(request.POST or None, community=community, grids=grids, counts=counts), 200
    if request.method == "POST" and form.is_valid():
        try:
            counted_on = form.cleaned_data["counted_on"]
            set_households(community, form.counts(), counted_on=counted_on, actor=request.actor)
            messages.success(request, _("已保存"))
            return redirect("premises", community.code)
        except Problem as problem:
            put_errors(form, problem)
            status = problem.status
    if form.errors and status == 200:
        status = 422
    context = {"place": community, "form": form, "title": _("填报户数"), "seen": "", "back": "premises"}
    return render(request, "places/holding_form.html", context, status=status)


@require_GET
def grid_sizes(request: Request, code: str) -> HttpResponse:
    """The grids whose number of households is not what the rule of their place asks for."""
    place = _above_grid(code)
    sizes = standards.grid_sizes(place.code)
    small = [size for size in sizes if size.off is not None and size.off < 0]
    large = [size for size in sizes if size.off is not None and size.off > 0]
    unknown = [size for size in sizes if size.off is None]
    which = request.GET.get("which", "")
    chosen = {"small": small, "large": large, "unknown": unknown}.get(which)
    if chosen is None:
        which, chosen = "", [size for size in sizes if size.off]
    context = {
        "place": place,
        "sizes": chosen[:MOST_SHOWN],
        "is_cut": len(chosen) > MOST_SHOWN,
        "which": which,
        "total": len(sizes),
        "within": sum(size.off == 0 for size in sizes),
        "small": len(small),
        "large": len(large),
        "unknown": len(unknown),
        "most": MOST_SHOWN,
    }
    return render(request, "places/grid_sizes.html", context)


@login_required
@require_GET
def grid_sizes_export(request: Request, code: str) -> HttpResponse:
    return export_sizes(_above_grid(code), actor=request.actor)


def _above_grid(code: str) -> Place:
    """A district, subdistrict or community: the rest of the country is not ours to go through."""
    place = place_of(code)
    if not CODE_LENGTHS[Level.DISTRICT] <= len(place.code) <= CODE_LENGTHS[Level.COMMUNITY]:
        raise NotFound()
    return place


def _mine(request: Request, community: Place) -> Place:
    if community.level != Level.COMMUNITY or community.ended_on or can_describe(request.actor, community.code) is None:
        raise NotFound()
    return community
