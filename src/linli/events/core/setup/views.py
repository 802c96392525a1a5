"""The system administrator's pages: the tree of categories, and who answers for each where."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.events.core.models import Category, ResponsibleUnit
from linli.events.core.setup import actions
from linli.events.core.setup.forms import EditCategoryForm, NewCategoryForm, ResponsibleForm
from linli.kernel.forms import put_errors
from linli.kernel.problems import Problem
from linli.people.policies import can_set_up
from linli.people.requests import StaffRequest
from linli.people.roles import Role
from linli.people.views.access import only

EDITED = ("name", "parent", "position", "needs_photo", "is_confidential", "is_active")
WITH_UNIT = ResponsibleUnit.objects.select_related("unit", "place__parent__parent").order_by("place__code")


@only(can_set_up)
@require_GET
def categories(request: StaffRequest) -> HttpResponse:
    """The tree, each with who answers for it. Three queries."""
    below = Category.objects.prefetch_related(Prefetch("responsible", WITH_UNIT))
    top = below.filter(parent=None).prefetch_related(Prefetch("children", below))
    return render(request, "core/setup_categories.html", {"categories": top})


@only(can_set_up)
@require_http_methods(["GET", "POST"])
def category_new(request: StaffRequest) -> HttpResponse:
    form = NewCategoryForm(request.POST or None, initial={"parent": request.GET.get("parent")})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_category(**form.cleaned_data, actor=request.actor)
            messages.success(request, _("已新建，请接着定责任单位"))
            return redirect("category", made.code)
        except Problem as problem:
            put_errors(form, problem)
    return render(request, "core/setup_category_new.html", {"form": form}, status=422 if form.errors else 200)


@only(can_set_up)
@require_http_methods(["GET", "POST"])
def category(request: StaffRequest, code: str) -> HttpResponse:
    """Change a category; below, who answers for it."""
    shown = get_object_or_404(Category, code=code)
    initial = {name: getattr(shown, name) for name in EDITED}
    form = EditCategoryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_category(shown, **form.cleaned_data, actor=request.actor)
            messages.success(request, _("已保存"))
            return redirect("categories")
        except Problem as problem:
            put_errors(form, problem)
    return _page(request, shown, form, None)


@only(can_set_up)
@require_POST
def responsible_set(request: StaffRequest, code: str) -> HttpResponse:
    shown = get_object_or_404(Category, code=code)
    form = ResponsibleForm(request.POST, codes=_codes(request))
    if form.is_valid():
        actions.set_responsible(shown, form.cleaned_data["place"], form.cleaned_data["unit"], actor=request.actor)
        messages.success(request, _("已保存"))
        return redirect("category", code)
    return _page(request, shown, None, form)


@only(can_set_up)
@require_POST
def responsible_drop(request: StaffRequest, code: str, key: int) -> HttpResponse:
    row = get_object_or_404(
        ResponsibleUnit.objects.select_related("unit", "place", "category"), pk=key, category__code=code
    )
    actions.drop_responsible(row, actor=request.actor)
    messages.success(request, _("已去掉，由上一级地点的责任单位负责"))
    return redirect("category", code)


def _page(
    request: StaffRequest, shown: Category, form: EditCategoryForm | None, responsible: ResponsibleForm | None
) -> HttpResponse:
    shown = Category.objects.prefetch_related(Prefetch("responsible", WITH_UNIT)).get(pk=shown.pk)
    initial = {name: getattr(shown, name) for name in EDITED}
    is_wrong = any(bound is not None and bound.errors for bound in (form, responsible))
    context = {
        "category": shown,
        "form": form or EditCategoryForm(initial=initial),
        "responsible_form": (responsible or ResponsibleForm(codes=_codes(request))).suggest(),
    }
    return render(request, "core/setup_category.html", context, status=422 if is_wrong else 200)


def _codes(request: StaffRequest) -> list[str]:
    return request.actor.codes(Role.SYSTEM_ADMIN)
