"""The security administrator's pages: posts, by place and by user."""

import uuid

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel.forms import put_errors
from linli.kernel.paging import page
from linli.kernel.problems import Problem
from linli.people.actions import posts as actions
from linli.people.forms import DeputyForm, EndPostForm, PostForm
from linli.people.models import Post, User
from linli.people.policies import can_grant
from linli.people.requests import StaffRequest
from linli.people.roles import Role
from linli.people.views.access import only
from linli.places.levels import is_code
from linli.places.models import Place

HELD, COMING, ENDED = "", "coming", "ended"


@only(can_grant)
@require_GET
def posts(request: StaffRequest) -> HttpResponse:
    """Posts within the administrator's reach: of a place and below it, of a user, of a role."""
    today, get = timezone.localdate(), request.GET
    rows = Post.objects.visible_to(request.actor).for_list()
    when, role, code, username, words = (get.get(name, "").strip() for name in ("when", "role", "place", "user", "q"))
    if when == COMING:
        rows = rows.filter(valid_from__gt=today)
    elif when == ENDED:
        rows = rows.filter(valid_to__lt=today)
    else:
        rows = rows.on(today)
    role = role if role in Role.values else ""
    if role:
        rows = rows.filter(role=role)
    if is_code(code):
        rows = rows.inside([code])
    if username:
        rows = rows.filter(user__username=username)
    if words:
        named = ("user__name__contains", "place__name__contains", "unit__name__contains")
        rows = rows.filter(Q(*((name, words) for name in named), _connector=Q.OR))
    context = {
        "page": page(rows, cursor=get.get("after")),
        "when": when,
        "role": role,
        "roles": Role.choices,
        "place": Place.objects.filter(code=code).first() if is_code(code) else None,
        "of_user": User.objects.filter(username=username).first() if username else None,
        "words": words,
        "with_": lambda **changes: _with(request, **changes),
    }
    return render(request, "people/posts.html", context)


@only(can_grant)
@require_http_methods(["GET", "POST"])
def post_new(request: StaffRequest) -> HttpResponse:
    """Grant a post."""
    initial = {
        "valid_from": timezone.localdate(),
        "user": request.GET.get("user", ""),
        "place": request.GET.get("place", ""),
    }
    form = PostForm(request.POST or None, initial=initial, codes=request.actor.codes(Role.SECURITY_ADMIN))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.grant_post(**form.cleaned_data, actor=request.actor)
            messages.success(request, _("已授予%(role)s岗位") % {"role": made.get_role_display()})
            return redirect("user", made.user.username) if _is_visible(request, made.user) else redirect("posts")
        except Problem as problem:
            put_errors(form, problem)
    return render(request, "people/post_new.html", {"form": form.suggest()}, status=422 if form.errors else 200)


@only(can_grant)
@require_GET
def post(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    return _page(request, _visible(request, key))


@only(can_grant)
@require_POST
def post_end(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    shown = _visible(request, key)
    form = EndPostForm(request.POST)
    if form.is_valid():
        try:
            actions.end_post(shown, last_day=form.cleaned_data["last_day"], actor=request.actor)
            messages.success(request, _("岗位已结束") if not form.cleaned_data["last_day"] else _("已定下最后一天"))
            return redirect("posts")
        except Problem as problem:
            put_errors(form, problem)
    return _page(request, shown, end_form=form)


@only(can_grant)
@require_POST
def post_deputy(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    shown = _visible(request, key)
    form = DeputyForm(request.POST)
    if form.is_valid():
        try:
            actions.set_deputy(shown, form.cleaned_data["deputy"], actor=request.actor)
            messages.success(request, _("已保存"))
            return redirect("post", key)
        except Problem as problem:
            put_errors(form, problem)
    return _page(request, shown, deputy_form=form)


def _page(
    request: StaffRequest, shown: Post, *, end_form: EndPostForm | None = None, deputy_form: DeputyForm | None = None
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "post": shown,
        "is_over": shown.valid_to is not None and shown.valid_to < today,
        "is_own": shown.user_id == request.actor.id,
        "end_form": end_form or EndPostForm(),
        "deputy_form": (deputy_form or DeputyForm(initial={"deputy": shown.deputy})).suggest(),
        "user_is_visible": _is_visible(request, shown.user),
    }
    return render(request, "people/post.html", context, status=422 if end_form or deputy_form else 200)


def _visible(request: StaffRequest, key: uuid.UUID) -> Post:
    return get_object_or_404(Post.objects.visible_to(request.actor).for_list(), pk=key)


def _is_visible(request: StaffRequest, user: User) -> bool:
    return User.objects.visible_to(request.actor).filter(pk=user.pk).exists()


def _with(request: StaffRequest, **changes: str) -> str:
    """This list under other conditions, from its first page."""
    query = request.GET.copy()
    query.pop("after", None)
    for name, value in changes.items():
        query[name] = value
        if not value:
            del query[name]
    return f"?{query.urlencode()}"
