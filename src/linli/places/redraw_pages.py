"""Pages on which a system administrator re-draws grids: first what would move, then the act."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.kernel.forms import put_errors
from linli.kernel.problems import Conflict, NotFound, Problem
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Place
from linli.places.policies import can_redraw
from linli.places.recoding import recode
from linli.places.redraw_forms import MergeForm, MoveForm, NameForm, RecodeForm, SplitForm
from linli.places.redrawing.buildings import buildings_of
from linli.places.redrawing.merging import merge_grids, plan_merge
from linli.places.redrawing.moving import move_buildings, plan_move
from linli.places.redrawing.plans import Plan
from linli.places.redrawing.renaming import rename_place
from linli.places.redrawing.splitting import plan_split, split_grid
from linli.places.requests import Request, place_of

Look = Callable[[], Plan]
Act = Callable[[str], str]
"""What is done with the digest that somebody saw; returns the code of the place to go to."""


@login_required
@require_http_methods(["GET", "POST"])
def place_rename(request: Request, code: str) -> HttpResponse:
    place = _mine(request, code)
    form = NameForm(request.POST or None, initial={"name": place.name})
    if request.method == "POST" and form.is_valid():
        try:
            seen = request.POST.get("seen") or None
            renamed = rename_place(place, name=form.cleaned_data["name"], seen=seen, actor=request.actor)
            messages.success(request, _("已改名为“%(name)s”。") % {"name": renamed.name})
            return redirect("place", renamed.code)
        except Conflict as problem:
            place.refresh_from_db()
            form.add_error(None, str(problem.detail))
        except Problem as problem:
            put_errors(form, problem)
    context = {"place": place, "form": form, "title": _("改名"), "seen": place.name}
    return render(request, "places/place_form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def place_recode(request: Request, code: str) -> HttpResponse:
    """Another code: the place moves to another one above it, or the state numbers it anew."""
    place = _mine(request, code)
    form = RecodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new, on = form.cleaned_data["code"], form.cleaned_data["on"]
        warrant = can_redraw(request.actor, new)
        try:
            if warrant is None:
                raise Conflict(_("您的岗位管不到这个地点。"))
            moved = recode(place, new, on=on, actor=request.actor, on_behalf_of=warrant.on_behalf_of)
            messages.success(request, _("已变更代码，一起变更的地点有 %(count)s 个。") % {"count": moved - 1})
            return redirect("place", place.code)
        except Problem as problem:
            put_errors(form, problem)
    context = {"place": place, "form": form, "title": _("变更代码"), "seen": ""}
    return render(request, "places/place_form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def place_merge(request: Request, code: str) -> HttpResponse:
    """Other grids of the community become part of this one."""
    grid = _my_grid(request, code)
    siblings = Place.objects.standing().filter(parent=grid.parent_id, level=Level.GRID).exclude(pk=grid.pk)
    form = MergeForm(request.POST or None, siblings=siblings.order_by("code"), initial={"name": grid.name})

    def asked() -> dict[str, Any]:
        values = form.cleaned_data
        return {"name": values["name"], "takes_posts": values["posts"] == "take", "actor": request.actor}

    def act(seen: str) -> str:
        return merge_grids(grid, list(form.cleaned_data["others"]), seen=seen, **asked()).code

    return _planned(
        request,
        grid,
        form,
        look=lambda: plan_merge(grid, list(form.cleaned_data["others"]), **asked()),
        act=act,
        words=(_("合并网格"), _("合并"), _("已合并。撤销的网格留在旧记录里。")),
        is_empty=not siblings.exists(),
    )


@login_required
@require_http_methods(["GET", "POST"])
def place_split(request: Request, code: str) -> HttpResponse:
    """A part of this grid becomes a grid of its own."""
    grid = _my_grid(request, code)
    form = SplitForm(request.POST or None, buildings=buildings_of(grid))

    def asked() -> dict[str, Any]:
        values = form.cleaned_data
        buildings, area = list(values["buildings"]), form.shape()
        more = {"households": values["households"], "actor": request.actor}
        return {"name": values["name"], "buildings": buildings, "area": area, **more}

    return _planned(
        request,
        grid,
        form,
        look=lambda: plan_split(grid, **asked()),
        act=lambda seen: split_grid(grid, seen=seen, **asked()).code,
        words=(_("拆分网格"), _("拆分"), _("已拆分，这是新网格。")),
    )


@login_required
@require_http_methods(["GET", "POST"])
def place_move_buildings(request: Request, code: str) -> HttpResponse:
    """Buildings of this grid go to another one of the subdistrict."""
    grid = _my_grid(request, code)
    street = grid.code[: CODE_LENGTHS[Level.SUBDISTRICT]]
    targets = Place.objects.standing().inside(street).filter(level=Level.GRID).exclude(pk=grid.pk)
    form = MoveForm(
        request.POST or None,
        buildings=buildings_of(grid),
        targets=targets.with_line().order_by("code"),
        initial={"buildings": request.GET.getlist("building")[:1]},
    )

    def act(seen: str) -> str:
        values = form.cleaned_data
        move_buildings(grid, values["target"], list(values["buildings"]), seen=seen, actor=request.actor)
        return str(values["target"].code)

    return _planned(
        request,
        grid,
        form,
        look=lambda: plan_move(grid, form.cleaned_data["target"], list(form.cleaned_data["buildings"])),
        act=act,
        words=(_("划转楼栋"), _("划转"), _("已划转。原来的代码仍然找得到它们。")),
        is_empty=not buildings_of(grid).exists(),
    )


def _planned(
    request: Request,
    grid: Place,
    form: forms.Form,
    *,
    look: Look,
    act: Act,
    words: tuple[str, str, str],
    is_empty: bool = False,
) -> HttpResponse:
    """Show the form; then the form with what would move; then do it, if that is still what would move."""
    title, verb, done = words
    plan, status = None, 200
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            if seen:
                code = act(seen)
                messages.success(request, done)
                return redirect("place", code)
            plan = look()
        except Conflict as problem:
            form.add_error(None, str(problem.detail))
            grid.refresh_from_db()
            plan, status = _again(form, look), 409
        except Problem as problem:
            put_errors(form, problem)
    if form.errors and status == 200:
        status = 422
    context = {"place": grid, "form": form, "plan": plan, "title": title, "verb": verb, "is_empty": is_empty}
    return render(request, "places/redraw.html", context, status=status)


def _again(form: forms.Form, look: Look) -> Plan | None:
    try:
        return look()
    except Problem as problem:
        put_errors(form, problem)
        return None


def _mine(request: Request, code: str) -> Place:
    """A standing place that the actor may re-draw; for everybody else this page does not exist."""
    place = place_of(code)
    if place.code != code or place.ended_on or can_redraw(request.actor, place.code) is None:
        raise NotFound()
    return place


def _my_grid(request: Request, code: str) -> Place:
    place = _mine(request, code)
    if place.level != Level.GRID:
        raise NotFound(_("这里只办网格的事。"))
    return place
