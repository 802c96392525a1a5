"""The security administrator's pages: users."""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel.forms import put_errors
from linli.kernel.paging import page
from linli.kernel.problems import Invalid, Problem
from linli.kernel.resubmission import new_key, once_per_form
from linli.people.actions import users as actions
from linli.people.forms import NewUserForm, UserForm
from linli.people.models import Post, User
from linli.people.policies import can_grant
from linli.people.requests import StaffRequest
from linli.people.views.access import only


def visible_user(request: StaffRequest, username: str) -> User:
    return get_object_or_404(User.objects.visible_to(request.actor), username=username)


@only(can_grant)
@require_GET
def users(request: StaffRequest) -> HttpResponse:
    """Everybody this administrator looks after, newest first."""
    rows = User.objects.visible_to(request.actor)
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    if words:
        rows = rows.filter(Q(name__contains=words) | Q(username__contains=words.lower()))
    if state in ("active", "ended"):
        rows = rows.filter(is_active=state == "active")
    held = Post.objects.on(timezone.localdate()).for_list()
    rows = rows.annotate(
        has_second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP))
    ).prefetch_related(Prefetch("posts", queryset=held, to_attr="held"))
    found = page(rows, cursor=request.GET.get("after"))
    return render(request, "people/users.html", {"page": found, "words": words, "state": state})


@only(can_grant)
@require_http_methods(["GET", "POST"])
@never_cache
def user_new(request: StaffRequest) -> HttpResponse:
    """Make a user; the answer shows the first password, once."""
    form = NewUserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            handed = _handed(
                once_per_form(request, lambda: _words(actions.make_user(**form.cleaned_data, actor=request.actor)))
            )
            return render(request, "people/user_handed.html", handed)
        except Problem as problem:
            put_errors(form, problem)
    context = {"form": form, "key": new_key()}
    return render(request, "people/user_new.html", context, status=422 if form.errors else 200)


@only(can_grant)
@require_GET
def user(request: StaffRequest, username: str) -> HttpResponse:
    """One user: facts, posts, absences, tokens, and what can be done."""
    shown = visible_user(request, username)
    today = timezone.localdate()
    context = {
        "user": shown,
        "has_second_factor": is_mfa_enabled(shown, [Authenticator.Type.TOTP]),
        "posts": Post.objects.filter(user=shown).overlapping(today, None).for_list().order_by("valid_from", "pk"),
        "absences": shown.absences.filter(last_day__gte=today).order_by("first_day"),
        "tokens": shown.tokens.filter(ended_at=None, expires_at__gt=timezone.now()).order_by("-pk"),
        "today": today,
        "is_oneself": shown.pk == request.actor.id,
    }
    return render(request, "people/user.html", context)


@only(can_grant)
@require_http_methods(["GET", "POST"])
def user_edit(request: StaffRequest, username: str) -> HttpResponse:
    shown = visible_user(request, username)
    initial = {"name": shown.name, "email": shown.email, "wants_email": shown.wants_email}
    form = UserForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.edit_user(shown, **form.cleaned_data, actor=request.actor)
        messages.success(request, _("已保存"))
        return redirect("user", shown.username)
    return render(request, "people/user_edit.html", {"user": shown, "form": form}, status=422 if form.errors else 200)


@only(can_grant)
@require_http_methods(["GET", "POST"])
@never_cache
def user_reset(request: StaffRequest, username: str) -> HttpResponse:
    """Ask which of the two, then show the new password, once."""
    shown = visible_user(request, username)
    if request.method == "POST":
        with_second_factor = "second_factor" in request.POST
        reset = lambda: _words(actions.reset_sign_in(shown, with_second_factor=with_second_factor, actor=request.actor))  # noqa: E731
        try:
            return render(request, "people/user_handed.html", _handed(once_per_form(request, reset)))
        except Invalid as problem:
            messages.error(request, str(problem.detail))
            return redirect("user", shown.username)
    return render(request, "people/user_reset.html", {"user": shown, "key": new_key()})


@only(can_grant)
@require_POST
def user_deactivate(request: StaffRequest, username: str) -> HttpResponse:
    shown = visible_user(request, username)
    try:
        actions.deactivate_user(shown, actor=request.actor)
        messages.success(request, _("已停用，登录和令牌即刻失效；需要时可以再启用"))
    except Invalid as problem:
        messages.error(request, str(problem.detail))
    return redirect("user", shown.username)


@only(can_grant)
@require_POST
def user_reactivate(request: StaffRequest, username: str) -> HttpResponse:
    shown = visible_user(request, username)
    actions.reactivate_user(shown, actor=request.actor)
    messages.success(request, _("已启用"))
    return redirect("user", shown.username)


def _words(handed: actions.Handed) -> str:
    return json.dumps({"username": handed.user.username, "name": handed.user.name, "password": handed.password})


def _handed(words: str) -> dict[str, Any]:
    handed: dict[str, Any] = json.loads(words)
    return handed
