"""The lists that an office keeps for its mediations: their kinds, and where a dispute may be referred to."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from linli.audit import trail
from linli.events.disputes.models import MediationKind, ReferralKind
from linli.kernel.problems import NotFound
from linli.people.actions.rights import setting_up
from linli.people.policies import can_set_up
from linli.people.requests import StaffRequest
from linli.people.views.access import only

FIELDS = ["name", "position", "is_active"]
LISTS: dict[str, Any] = {"kinds": MediationKind, "referrals": ReferralKind}
TITLES = {"kinds": gettext_lazy("调解类型"), "referrals": gettext_lazy("引导去向")}


@only(can_set_up)
@require_GET
def mediation_setup(request: StaffRequest) -> HttpResponse:
    lists = [(name, TITLES[name], model._default_manager.all()) for name, model in LISTS.items()]
    return render(request, "disputes/setup.html", {"lists_": lists})


@only(can_set_up)
@require_http_methods(["GET", "POST"])
def mediation_choice_new(request: StaffRequest, which: str) -> HttpResponse:
    return _edit(request, which, None)


@only(can_set_up)
@require_http_methods(["GET", "POST"])
def mediation_choice(request: StaffRequest, which: str, key: str) -> HttpResponse:
    return _edit(request, which, get_object_or_404(_model(which), pk=key))


def _model(which: str) -> Any:
    if which not in LISTS:
        raise NotFound()
    return LISTS[which]


def _edit(request: StaffRequest, which: str, row: Any) -> HttpResponse:
    """Disputes that have it keep it, also when it is no longer offered."""
    form_class = forms.modelform_factory(_model(which), fields=FIELDS)
    form = form_class(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        warrant = setting_up(request.actor)
        with transaction.atomic():
            saved = form.save()
            trail.record(
                "mediation.choice",
                actor=request.actor,
                on_behalf_of=warrant.on_behalf_of,
                subject_kind="mediation",
                subject_id=saved.pk,
                detail={"role": warrant.role, "kind": which, "name": saved.name, "is_active": saved.is_active},
            )
        messages.success(request, _("已保存"))
        return redirect("mediation_setup")
    context = {"form": form, "title": TITLES[which], "row": row}
    return render(request, "disputes/setup_choice.html", context, status=422 if form.errors else 200)
