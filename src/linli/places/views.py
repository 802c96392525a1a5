"""Pages: the places and the rules, open to everybody; rules are set by system administrators."""

import hashlib
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel.forms import put_errors
from linli.kernel.problems import NotFound, Problem
from linli.places import actions, rules
from linli.places.forms import RuleForm
from linli.places.levels import Level, is_code
from linli.places.maps import children_map, level_map
from linli.places.models import Boundary, Place, RuleOverride
from linli.places.policies import can_redraw, can_set_rules, can_set_some_rules
from linli.places.requests import Request, place_of
from linli.places.served import served_district

PAGE = 100
SHOWN = 200
MAP_SECONDS = 300


@require_GET
def places(request: Request) -> HttpResponse:
    """The district served here, else the provinces."""
    district = served_district()
    if district:
        return redirect("place", district.code)
    context = {
        "place": None,
        "children": Place.objects.standing().filter(level=Level.PROVINCE).order_by("code"),
        "next": "",
    }
    return render(request, "places/place.html", context)


@require_GET
def place(request: Request, code: str) -> HttpResponse:
    """One place: what it lies in, what lies in it, where it is. A former code leads to the present one."""
    found = place_of(code)
    if found.code != code:
        return redirect("place", found.code)
    after = request.GET.get("after", "")
    children = list(
        found.children.filter(ended_on__isnull=True, code__gt=after if is_code(after) else "").order_by("code")[
            : PAGE + 1
        ]
    )
    drawn = Boundary.objects.filter(valid_to__isnull=True, place__in=[found, *children]).defer("geometry")
    boundaries = {row.place_id: row for row in drawn}
    is_mine = found.ended_on is None and bool(can_redraw(request.actor, found.code))
    context = {
        "place": found,
        "lineage": Place.objects.lineage(code)[: len(code)],
        "children": children[:PAGE],
        "next": children[PAGE - 1].code if len(children) > PAGE else "",
        "is_first": not after,
        "former": found.former_codes.order_by("-valid_to"),
        "former_names": found.former_names.order_by("-valid_to", "-pk"),
        "predecessors": found.predecessors.order_by("code") if found.level == Level.GRID else (),
        "successor": found.successor,
        "estates": found.estates.order_by("management", "name")[:SHOWN] if found.level == Level.COMMUNITY else (),
        "has_holdings": Level(found.level) in (Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY),
        "can_redraw": is_mine,
        "boundary": boundaries.get(found.pk),
        "has_map": bool(boundaries),
        "households": rules.GRID_HOUSEHOLDS.at(code) if found.level == Level.COMMUNITY else None,
    }
    return render(request, "places/place.html", context)


@require_GET
def place_children(request: Request, code: str) -> HttpResponse:
    """The boundaries right below a place, as GeoJSON for maps; with ``?level=community`` all of its communities."""
    place = place_of(code)
    is_wide = request.GET.get("level") == Level.COMMUNITY and place.level in (Level.DISTRICT, Level.SUBDISTRICT)
    body = level_map(place, Level.COMMUNITY) if is_wide else children_map(place)
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    response = HttpResponse(body, content_type="application/geo+json")
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={MAP_SECONDS}"
    answer = get_conditional_response(request, etag=etag, response=response)
    return response if answer is None else answer


@require_GET
def rules_page(request: Request) -> HttpResponse:
    """Every declared rule, with how many places differ from its default."""
    differing: dict[str, int] = {}
    for name in RuleOverride.objects.values_list("rule", flat=True):
        differing[name] = differing.get(name, 0) + 1
    context = {"rules": [rule for _name, rule in sorted(rules.declared)], "differing": differing}
    return render(request, "places/rules.html", context)


@require_GET
def rule(request: Request, name: str) -> HttpResponse:
    """One rule and where it differs."""
    found = _rule(name)
    overrides = list(
        RuleOverride.objects.filter(rule=name)
        .select_related("place__parent__parent")
        .order_by("place__code", "subject", "-valid_from")
    )
    context = {
        "rule": found,
        "overrides": overrides,
        "is_mine": {override.pk: bool(can_set_rules(request.actor, override.place.code)) for override in overrides},
        "can_set": can_set_some_rules(request.actor),
    }
    return render(request, "places/rule.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def rule_set(request: Request, name: str) -> HttpResponse:
    found = _rule(name)
    if not can_set_some_rules(request.actor):
        raise NotFound()
    form = RuleForm(request.POST or None, rule=found, initial={"place": request.GET.get("place", "")})
    if request.method == "POST" and form.is_valid():
        at = form.cleaned_data["place"]
        warrant = can_set_rules(request.actor, at.code)
        if warrant is None:
            form.add_error("place", _("您的岗位管不到这个地点。"))
        else:
            try:
                actions.set_rule(found, **form.cleaned_data, actor=request.actor, on_behalf_of=warrant.on_behalf_of)
            except Problem as problem:
                put_errors(form, problem)
            else:
                messages.success(request, _("已保存，到生效日起按新的取值办理。"))
                return redirect("rule", name)
    context = {"rule": found, "form": form}
    return render(request, "places/rule_set.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def rule_withdraw(request: Request, key: uuid.UUID) -> HttpResponse:
    override = get_object_or_404(RuleOverride.objects.select_related("place"), pk=key)
    warrant = can_set_rules(request.actor, override.place.code)
    if warrant is None:
        raise NotFound()
    actions.withdraw_rule(override, actor=request.actor, on_behalf_of=warrant.on_behalf_of)
    messages.success(request, _("已撤销，这个地点不再另有规定。"))
    return redirect("rule", override.rule)


def _rule(name: str) -> rules.Rule[object]:
    try:
        found: rules.Rule[object] = rules.declared[name]
    except KeyError:
        raise NotFound(gettext_lazy("没有这条规则。")) from None
    return found
