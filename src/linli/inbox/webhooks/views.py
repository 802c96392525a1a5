"""The system administrator's pages: whom other systems' news goes to, and what became of each piece."""

import json
import uuid

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.audit.words import kinds
from linli.inbox.webhooks import actions
from linli.inbox.webhooks.forms import EditWebhookForm, WebhookForm
from linli.inbox.webhooks.models import Delivery, Outcome, Webhook
from linli.kernel.forms import put_errors
from linli.kernel.outgoing import Reason
from linli.kernel.paging import page
from linli.kernel.problems import Problem, Text
from linli.kernel.registry import record_kinds
from linli.kernel.resubmission import new_key, once_per_form
from linli.people.policies import can_set_up
from linli.people.requests import StaffRequest
from linli.people.roles import Role
from linli.people.views.access import only

FIELDS = ("name", "url", "place", "kinds", "is_active")
TONES = {Outcome.WAITING: "waiting", Outcome.SENT: "done", Outcome.FAILED: "late"}


@only(can_set_up)
@require_GET
def webhooks(request: StaffRequest) -> HttpResponse:
    """Those of the administrator's places, each with what became of the last delivery. One query."""
    last = Delivery.objects.filter(webhook=OuterRef("pk")).order_by("-pk").values("outcome")[:1]
    rows = Webhook.objects.inside(_codes(request)).select_related("place__parent__parent").order_by("-is_active", "pk")
    kinds = {name: kind.title for name, kind in record_kinds}
    context = {"webhooks": rows.annotate(last=Subquery(last)), "kinds": kinds, "outcomes": dict(Outcome.choices)}
    return render(request, "inbox/webhooks.html", context)


@only(can_set_up)
@never_cache
@require_http_methods(["GET", "POST"])
def webhook_new(request: StaffRequest) -> HttpResponse:
    """A new one; its secret is shown on the answer, once."""
    form = WebhookForm(request.POST or None, codes=_codes(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = json.loads(once_per_form(request, lambda: _make(request, form)))
            return render(request, "inbox/webhook_made.html", made)
        except Problem as problem:
            put_errors(form, problem)
    context = {"form": form.suggest(), "key": new_key()}
    return render(request, "inbox/webhook_new.html", context, status=422 if form.errors else 200)


def _make(request: StaffRequest, form: WebhookForm) -> str:
    made = actions.make_webhook(**form.cleaned_data, actor=request.actor)
    return json.dumps({"made": str(made.webhook.pk), "secret": made.secret})


@only(can_set_up)
@require_http_methods(["GET", "POST"])
def webhook(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Change or stop it; below, what was sent to it, newest first."""
    shown = _visible(request, key)
    initial = {name: getattr(shown, name) for name in FIELDS}
    form = EditWebhookForm(request.POST or None, initial=initial, codes=_codes(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_webhook(shown, **form.cleaned_data, actor=request.actor)
            messages.success(request, _("已保存"))
            return redirect("webhooks")
        except Problem as problem:
            put_errors(form, problem)
            shown = _visible(request, key)
    context = {
        "webhook": shown,
        "form": form.suggest(),
        "page": page(shown.deliveries.all(), cursor=request.GET.get("after")),
        "words": lambda delivery: kinds.act(delivery.record_kind, f"{delivery.record_kind}.{delivery.move}"),
        "outcome": _outcome,
        "tone": lambda delivery: TONES[delivery.outcome],
    }
    return render(request, "inbox/webhook.html", context, status=422 if form.errors else 200)


@only(can_set_up)
@require_POST
def delivery_again(request: StaffRequest, key: uuid.UUID, delivery: uuid.UUID) -> HttpResponse:
    shown = _visible(request, key)
    actions.send_again(get_object_or_404(shown.deliveries, pk=delivery), actor=request.actor)
    messages.success(request, _("几秒内会再发一次") if shown.is_active else _("启用之后会再发一次"))
    return redirect("webhook", key)


def _visible(request: StaffRequest, key: uuid.UUID) -> Webhook:
    rows = Webhook.objects.inside(_codes(request)).select_related("place__parent__parent")
    return get_object_or_404(rows, pk=key)


def _codes(request: StaffRequest) -> list[str]:
    return request.actor.codes(Role.SYSTEM_ADMIN)


def _outcome(delivery: Delivery) -> Text:
    """What became of it: the answer's status, or why there was none."""
    label = Outcome(delivery.outcome).label
    if delivery.http_status:
        return f"{label} · HTTP {delivery.http_status}"
    if delivery.error in Reason.values:
        return f"{label} · {Reason(delivery.error).label}"
    if delivery.error == "stopped":
        return f"{label} · {_('已停用')}"
    return f"{label} · {delivery.error}" if delivery.error else label
