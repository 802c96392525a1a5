"""Pages: the estates of a place, open to everybody; kept by the community's worker and the system administrator."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel.forms import put_errors
from linli.kernel.problems import Conflict, NotFound, Problem
from linli.places.describing.estates import edit_estate, make_estate
from linli.places.holdings_forms import EstateForm
from linli.places.levels import Level
from linli.places.models import Estate, EstateKind, Management, Place
from linli.places.policies import can_describe
from linli.places.requests import Request, place_of

PAGE = 100


@require_GET
def estates(request: Request, code: str) -> HttpResponse:
    """The estates inside a place: all, of one kind, or run in one way, such as not at all (三无)."""
    place = place_of(code)
    asked = {
        "management": request.GET.get("management", ""),
        "kind": request.GET.get("kind", ""),
    }
    kept = {
        name: value
        for name, value in asked.items()
        if value in (Management.values if name == "management" else EstateKind.values)
    }
    rows = Estate.objects.inside(place.code)
    counts = rows.aggregate(all=Count("pk"), bare=Count("pk", filter=Q(management=Management.NONE)))
    found = rows.filter(**kept).select_related("community", "grid").order_by("community__code", "name")
    last = _last(request.GET.get("after", ""))
    if last is not None:
        behind = Q(community__code__gt=last.community.code) | Q(community=last.community, name__gt=last.name)
        found = found.filter(behind)
    shown = list(found[: PAGE + 1])
    has_more = len(shown) > PAGE

    def with_(**changes: str) -> str:
        return f"?{urlencode({name: value for name, value in {**kept, **changes}.items() if value})}"

    context: dict[str, Any] = {
        "place": place,
        "estates": shown[:PAGE],
        "counts": counts,
        "management": kept.get("management", ""),
        "kind": kept.get("kind", ""),
        "managements": Management.choices,
        "kinds": EstateKind.choices,
        "with_": with_,
        "next": with_(after=str(shown[PAGE - 1].pk)) if has_more else "",
        "first": with_() if last is not None else "",
        "is_community": place.level == Level.COMMUNITY,
        "can_describe": place.level == Level.COMMUNITY and bool(can_describe(request.actor, place.code)),
    }
    return render(request, "places/estates.html", context)


def _last(after: str) -> Estate | None:
    try:
        key = uuid.UUID(after)
    except ValueError:
        return None
    return Estate.objects.select_related("community").filter(pk=key).first()


@login_required
@require_http_methods(["GET", "POST"])
def estate_new(request: Request, code: str) -> HttpResponse:
    community = place_of(code)
    if community.level != Level.COMMUNITY or can_describe(request.actor, community.code) is None:
        raise NotFound()
    return _form(request, community, None)


@login_required
@require_http_methods(["GET", "POST"])
def estate_edit(request: Request, key: uuid.UUID) -> HttpResponse:
    estate = get_object_or_404(Estate.objects.select_related("community"), pk=key)
    if can_describe(request.actor, estate.community.code) is None:
        raise NotFound()
    return _form(request, estate.community, estate)


def _form(request: Request, community: Place, estate: Estate | None) -> HttpResponse:
    form = EstateForm(request.POST or None, community=community, estate=estate)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            if estate is None:
                make_estate(community, facts=form.facts(), actor=request.actor)
            else:
                seen = request.POST.get("seen", "")
                edit_estate(estate, facts=form.facts(), seen=int(seen) if seen.isdecimal() else 0, actor=request.actor)
            messages.success(request, _("已保存"))
            return redirect("estates", community.code)
        except Conflict as problem:
            form.add_error(None, str(problem.detail))
            estate = Estate.objects.select_related("community").get(pk=estate.pk) if estate else None
            status = 409
        except Problem as problem:
            put_errors(form, problem)
    if form.errors and status == 200:
        status = 422
    context = {
        "place": community,
        "form": form,
        "title": estate.name if estate else _("登记小区"),
        "seen": estate.version if estate else "",
        "back": "estates",
    }
    return render(request, "places/holding_form.html", context, status=status)
