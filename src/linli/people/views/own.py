"""What everybody who works here keeps of their own: days away, tokens."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.kernel.forms import put_errors
from linli.kernel.problems import NotFound, Problem
from linli.kernel.resubmission import new_key, once_per_form
from linli.people import tokens as keys
from linli.people.actions import absences as actions
from linli.people.forms import AbsenceForm, TokenForm
from linli.people.models import Absence, ApiToken, Post, User
from linli.people.policies import can_grant
from linli.people.requests import StaffRequest
from linli.people.views.access import only
from linli.people.views.users import visible_user


@login_required
@require_http_methods(["GET", "POST"])
def absences(request: StaffRequest) -> HttpResponse:
    """My days away, and who acts for me then."""
    return _absences(request, request.actor.user, is_own=True)


@only(can_grant)
@require_http_methods(["GET", "POST"])
def user_absences(request: StaffRequest, username: str) -> HttpResponse:
    """Somebody else's, for who fell ill and cannot say so here."""
    return _absences(request, visible_user(request, username), is_own=False)


@login_required
@require_POST
def absence_end(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    absence = get_object_or_404(Absence.objects.select_related("user"), pk=key)
    actions.end_absence(absence, actor=request.actor)
    messages.success(request, _("已恢复在岗"))
    return redirect("absences") if absence.user_id == request.actor.id else redirect("user", absence.user.username)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def tokens(request: StaffRequest) -> HttpResponse:
    """My tokens; a new one is shown once."""
    form, made = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        made = once_per_form(request, lambda: _make(request, form))
        form = TokenForm()
    context = {
        "tokens": ApiToken.objects.filter(user=request.actor.user, ended_at=None).order_by("-pk"),
        "form": form,
        "made": made,
        "now": timezone.now(),
        "key": new_key(),
    }
    return render(request, "people/tokens.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def token_end(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """One's own, or one of a user whom this security administrator looks after."""
    token = get_object_or_404(ApiToken.objects.select_related("user"), pk=key)
    is_own = token.user_id == request.actor.id
    if not is_own and not User.objects.visible_to(request.actor).filter(pk=token.user_id).exists():
        raise NotFound()
    keys.end(token, actor=request.actor)
    messages.success(request, _("令牌已作废"))
    return redirect("tokens") if is_own else redirect("user", token.user.username)


def _make(request: StaffRequest, form: TokenForm) -> str:
    values = form.cleaned_data
    made = keys.make(
        request.actor.user,
        name=values["name"],
        scopes=values["scopes"],
        expires_at=form.expires_at,
        actor=request.actor,
    )
    return made.text


def _absences(request: StaffRequest, user: User, *, is_own: bool) -> HttpResponse:
    today = timezone.localdate()
    form = AbsenceForm(request.POST or None, initial={"first_day": today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_absence(user, **form.cleaned_data, actor=request.actor)
            messages.success(request, _("已记下，这些天由 B 角代办"))
            return redirect("absences") if is_own else redirect("user", user.username)
        except Problem as problem:
            put_errors(form, problem)
    context = {
        "user": user,
        "is_own": is_own,
        "form": form,
        "absences": user.absences.filter(last_day__gte=today).order_by("first_day"),
        "posts": Post.objects.filter(user=user).on(today).for_list().order_by("pk"),
        "today": today,
    }
    return render(request, "people/absences.html", context, status=422 if form.errors else 200)
