"""The desk's pages of orders: the list by the platforms' deadlines, and what is done about one."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.audit import trail
from linli.events.core.models import Event
from linli.events.hotline import policies, replies, show
from linli.events.hotline.forms import CallerForm, ReplyAnswerForm, TimeForm
from linli.events.hotline.models import HotlineOrder, OrderResult, PlacedBy, Reply
from linli.flow.unmasking import Masked, unmask_page
from linli.kernel.forms import put_errors
from linli.kernel.masks import mask_phone
from linli.kernel.paging import page_by_date
from linli.kernel.phones import index_of
from linli.kernel.problems import NotFound, Problem, Text
from linli.kernel.resubmission import new_key, once_per_form
from linli.people.requests import StaffRequest
from linli.people.views.access import only

WAYS: Mapping[str, tuple[Text, Q]] = {
    "": (gettext_lazy("还没有回传"), show.UNANSWERED),
    "to_send": (OrderResult.TO_SEND.label, Q(result=OrderResult.TO_SEND)),
    "refused": (OrderResult.REFUSED.label, Q(result=OrderResult.REFUSED)),
    "unplaced": (gettext_lazy("地点没有说清"), show.UNANSWERED & Q(placed_by=PlacedBy.NOTHING)),
    "all": (gettext_lazy("全部"), Q()),
}


@only(policies.can_see_orders)
@require_GET
def orders(request: StaffRequest) -> HttpResponse:
    """Those without an answer, by when their platform wants one, or those of one caller. Fixed queries."""
    mine = HotlineOrder.objects.visible_to(request.actor)
    caller, chosen = request.GET.get("caller", ""), request.GET.get("show", "")
    chosen = chosen if chosen in WAYS else ""
    wanted = mine.filter(WAYS[chosen][1])
    if caller:
        wanted = HotlineOrder.objects.whose_caller_is_open_to(request.actor).filter(phone_index=caller)
    found = page_by_date(wanted.for_list(), "due_at", cursor=request.GET.get("after") or None)
    kept = urlencode({"caller": caller} if caller else {"show": chosen})
    context = {
        "page": found,
        "rows": show.rows(found.items),
        "figures": show.figures(mine),
        "ways": [(title, f"?show={name}", name == chosen and not caller) for name, (title, _which) in WAYS.items()],
        "next": f"?{kept}&after={found.next_cursor}" if found.next_cursor else "",
        "first": f"?{kept}" if request.GET.get("after") else "",
        "is_of_caller": bool(caller),
        "may_look": policies.can_look_for_callers(request.actor),
        "may_carry": policies.can_carry(request.actor),
    }
    return render(request, "hotline/orders.html", context)


@only(policies.can_look_for_callers)
@require_POST
def orders_of_caller(request: StaffRequest) -> HttpResponse:
    """The list of one caller's orders, under an address that does not hold the number. That it was asked is noted."""
    form = CallerForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["phone"][0]))
        return redirect("orders")
    phone = form.cleaned_data["phone"]
    personal = {"note": mask_phone(phone)}
    trail.record("order.look_for_caller", actor=request.actor, subject_kind="order", personal=personal)
    return redirect(f"{reverse('orders')}?{urlencode({'caller': index_of(phone)})}")


def _order(request: StaffRequest, number: str) -> HotlineOrder:
    """The order of this event, if the actor may know of the event: everything else is 404."""
    event = get_object_or_404(Event.objects.visible_to(request.actor).for_list(), number=number)
    order = get_object_or_404(HotlineOrder.objects.select_related("source"), event=event)
    order.event = event
    return order


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def order_caller(request: StaffRequest, number: str) -> HttpResponse:
    """Say why, then read who called in full; nothing keeps the answer."""
    order = _order(request, number)
    masked = Masked("order.caller", "event", order.event_id, policies.can_see_caller(request.actor, order))
    context = {"order": order, "event": order.event, "masked": show.masked(order)}
    return unmask_page(request, masked, template="hotline/caller.html", context=context)


@login_required
@require_http_methods(["GET", "POST"])
def order_time(request: StaffRequest, number: str) -> HttpResponse:
    """Ask the platform to move its deadline."""
    order = _order(request, number)
    if policies.can_speak_for(request.actor, order.event) is None:
        raise NotFound()
    form = TimeForm(request.POST or None)

    def ask() -> str:
        replies.ask_for_time(order, until=form.cleaned_data["until"], reason=form.cleaned_data["words"])
        return order.event.number

    if request.method == "POST" and form.is_valid():
        try:
            once_per_form(request, ask)
            messages.success(request, _("申请会随下一次回传送到平台"))
            return redirect("event", number)
        except Problem as problem:
            put_errors(form, problem)
    return _form_page(request, order, form, _("向平台申请延期"), _("申请延期"))


@login_required
@require_http_methods(["GET", "POST"])
def reply_answer(request: StaffRequest, number: str, key: UUID) -> HttpResponse:
    """Note what the platform answered, where it has no program that would say so."""
    order = _order(request, number)
    if policies.can_speak_for(request.actor, order.event) is None:
        raise NotFound()
    reply = get_object_or_404(Reply, order=order, pk=key)
    form = ReplyAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            replies.answer(reply.pk, outcome=values["outcome"], words=values["words"], actor=request.actor)
            messages.success(request, _("已记下"))
            return redirect("event", number)
        except Problem as problem:
            put_errors(form, problem)
    return _form_page(request, order, form, _("平台的答复"), _("记下"))


def _form_page(
    request: StaffRequest, order: HotlineOrder, form: ReplyAnswerForm | TimeForm, title: str, act: str
) -> HttpResponse:
    context = {"order": order, "event": order.event, "form": form, "title": title, "act": act, "key": new_key()}
    return render(request, "hotline/form.html", context, status=422 if form.errors else 200)
