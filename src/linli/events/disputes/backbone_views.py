"""The legal backbone of a community: everybody sees who helps with the law, its own people keep the list."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.events.disputes.backbone import can_name, end_legal_post, name_legal_post
from linli.events.disputes.backbone_forms import LegalPostForm
from linli.events.disputes.models import LegalPost
from linli.kernel.problems import NotFound
from linli.people.requests import Request, StaffRequest
from linli.people.roles import Role
from linli.people.staffing import people_at
from linli.places.levels import Level
from linli.places.models import Place


def _community(code: str) -> Place:
    return get_object_or_404(Place.objects.with_line(), code=code, level=Level.COMMUNITY)


@require_GET
def legal_posts(request: Request, code: str) -> HttpResponse:
    """Today's, by role. The names of those who did not want theirs public are for people who work here."""
    place = _community(code)
    is_staff = request.actor.kind == "user"
    posts = list(LegalPost.objects.filter(place=place).on(timezone.localdate()))
    context = {
        "place": place,
        "rows": [(post, post.name if is_staff or post.is_public else "") for post in posts],
        "working": people_at(code, (Role.COMMUNITY_WORKER, Role.GRID_WORKER)),
        "may_name": can_name(request.actor, place) is not None,
    }
    return render(request, "disputes/legal_posts.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def legal_post_new(request: StaffRequest, code: str) -> HttpResponse:
    place = _community(code)
    if can_name(request.actor, place) is None:
        raise NotFound()
    form = LegalPostForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        name_legal_post(form.post_at(place), actor=request.actor)
        messages.success(request, _("已保存"))
        return redirect("legal_posts", code)
    context = {"place": place, "form": form}
    return render(request, "disputes/legal_post_new.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def legal_post_end(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """From tomorrow on not any more."""
    post = get_object_or_404(LegalPost.objects.select_related("place"), pk=key)
    if can_name(request.actor, post.place) is None:
        raise NotFound()
    end_legal_post(post, on=timezone.localdate(), actor=request.actor)
    return redirect("legal_posts", post.place.code)
