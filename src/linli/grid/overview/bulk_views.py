"""Several events at once: the preview says what would become of each, one button does it, the answer says what did."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.flow.moves import Move
from linli.grid import show
from linli.grid.actions import proposed_unit
from linli.grid.models import Event
from linli.grid.overview import bulk
from linli.grid.overview.bulk import MOST, Pick
from linli.kernel.problems import BadRequest, Invalid, NotFound
from linli.kernel.resubmission import new_key, once_per_part
from linli.people.requests import StaffRequest

BACK: Mapping[str, str] = {"board": "event_board", "list": "events"}


@login_required
@require_http_methods(["GET", "POST"])
def event_bulk(request: StaffRequest) -> HttpResponse:
    """GET shows what the act would do with each of the ticked events; POST does it."""
    asked = request.POST if request.method == "POST" else request.GET
    back = BACK.get(asked.get("back", ""), "events")
    if "move" not in asked or not (asked.getlist("number") or asked.getlist("pick")):
        messages.error(request, _("请先勾选要一起办的事件"))
        return redirect(back)
    if asked["move"] not in bulk.BULK:
        raise NotFound(_("没有这个操作"), code="no_such_move")
    move = next(move for move in bulk.offered() if move.name == asked["move"])
    if request.method == "POST":
        return _do(request, move, back)
    numbers = _few(list(dict.fromkeys(asked.getlist("number"))))
    return _show(request, move, bulk.picked(request.actor, numbers), back)


def _few(items: list[str]) -> list[str]:
    if len(items) > MOST:
        raise Invalid(_("一次最多办 %(most)s 件，您勾选了 %(count)s 件") % {"most": MOST, "count": len(items)})
    return items


def _show(request: StaffRequest, move: Move, events: Sequence[Event], back: str, status: int = 200) -> HttpResponse:
    """The preview; after a form with errors with what was typed."""
    actor, is_sent = request.actor, request.method == "POST"
    found = bulk.preview(move, events, actor)
    initial = {} if is_sent else _initial(move, found.ready)
    form = bulk.shared_form(move, found.ready, actor, request.POST if is_sent else None, initial=initial)
    note = request.POST.get("note", "")
    reasons = {event.pk: reason for event, reason in found.refused}
    rows = show.rows(events)
    context = {
        "move": move,
        "form": form,
        "note": note,
        "note_errors": [_("请写明理由")] if is_sent and move.needs_note and not note.strip() else [],
        "key": new_key(),
        "back": back,
        "back_name": next(name for name, url_name in BACK.items() if url_name == back),
        "ready": [row for row in rows if row.event.pk not in reasons],
        "refused": [(row, reasons[row.event.pk]) for row in rows if row.event.pk in reasons],
    }
    return render(request, "grid/event_bulk.html", context, status=status)


def _initial(move: Move, events: Sequence[Event]) -> dict[str, object]:
    """The unit that answers, where all are of one category and of one place's reach."""
    is_one_kind = len({(event.category_id, event.path[:12]) for event in events}) == 1
    asks_unit = move.form is not None and "unit" in move.form.base_fields
    return {"unit": proposed_unit(events[0])} if is_one_kind and asks_unit else {}


def _do(request: StaffRequest, move: Move, back: str) -> HttpResponse:
    actor, note = request.actor, request.POST.get("note", "")
    picks = [_pick(text) for text in _few(list(dict.fromkeys(request.POST.getlist("pick"))))]
    events = {event.number: event for event in bulk.picked(actor, [pick.number for pick in picks])}
    ready = bulk.preview(move, events.values(), actor).ready
    form = bulk.shared_form(move, ready, actor, request.POST)
    if (form is not None and not form.is_valid()) or (ready and move.needs_note and not note.strip()):
        return _show(request, move, list(events.values()), back, status=422)
    outcomes = bulk.make_all(
        move,
        picks,
        actor=actor,
        data=request.POST,
        note=note,
        once=lambda part, act: once_per_part(request, part, act),
    )
    rows = {row.event.number: row for row in show.rows(bulk.picked(actor, list(events)))}
    context = {
        "move": move,
        "back": back,
        "done": [(outcome, rows.get(outcome.number)) for outcome in outcomes if not outcome.reason],
        "refused": [(outcome, rows.get(outcome.number)) for outcome in outcomes if outcome.reason],
    }
    return render(request, "grid/event_bulk_done.html", context)


def _pick(text: str) -> Pick:
    number, _colon, seen = text.partition(":")
    if not (0 < len(number) <= 20 and seen.isascii() and seen.isdecimal() and len(seen) < 10):
        raise BadRequest()
    return Pick(number, int(seen))
