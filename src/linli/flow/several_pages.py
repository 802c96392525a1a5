"""Several records at once: the preview says what would become of each, one button does it, the answer says what did."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from linli.flow.moves import Move
from linli.flow.records import Record
from linli.flow.resources import Resource, list_address
from linli.flow.several import MOST, Pick, Several
from linli.flow.showing import rows_of
from linli.kernel.problems import BadRequest, Invalid, NotFound
from linli.kernel.resubmission import new_key, once_per_part
from linli.people.requests import StaffRequest


def several_page(request: StaffRequest, resource: Resource[Any]) -> HttpResponse:
    """GET shows what the act would do with each of the ticked records; POST does it."""
    query = request.POST if request.method == "POST" else request.GET
    back = query.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
        back = list_address(resource)
    if "move" not in query or not (query.getlist("number") or query.getlist("pick")):
        messages.error(request, _("请先勾选要一起办的"))
        return redirect(back)
    several = Several(resource, request.actor)
    move = next((move for move in several.offered() if move.name == query["move"]), None)
    if move is None:
        raise NotFound(_("没有这个操作"), code="no_such_move")
    if request.method == "POST":
        return _do(request, several, move, back)
    return _show(request, several, move, several.picked(_few(list(dict.fromkeys(query.getlist("number"))))), back)


def _few(items: list[str]) -> list[str]:
    if len(items) > MOST:
        raise Invalid(_("一次最多办 %(most)s 件，您勾选了 %(count)s 件") % {"most": MOST, "count": len(items)})
    return items


def _show(
    request: StaffRequest, several: Several[Any], move: Move, records: Sequence[Record], back: str, status: int = 200
) -> HttpResponse:
    """The preview; after a form with errors with what was typed."""
    is_sent = request.method == "POST"
    found = several.preview(move, records)
    note = request.POST.get("note", "")
    reasons = {record.pk: reason for record, reason in found.refused}
    rows = rows_of(records)
    context: Mapping[str, object] = {
        "kind": several.resource.flow.model.kind,
        "move": move,
        "form": several.shared_form(move, found.ready, request.POST if is_sent else None),
        "note": note,
        "note_errors": [_("请写明理由")] if is_sent and move.needs_note and not note.strip() else [],
        "key": new_key(),
        "back": back,
        "ready": [row for row in rows if row.record.pk not in reasons],
        "refused": [(row, reasons[row.record.pk]) for row in rows if row.record.pk in reasons],
    }
    return render(request, "flow/several.html", context, status=status)


def _do(request: StaffRequest, several: Several[Any], move: Move, back: str) -> HttpResponse:
    note = request.POST.get("note", "")
    picks = [_pick(text) for text in _few(list(dict.fromkeys(request.POST.getlist("pick"))))]
    records = several.picked([pick.number for pick in picks])
    ready = several.preview(move, records).ready
    form = several.shared_form(move, ready, request.POST)
    if (form is not None and not form.is_valid()) or (ready and move.needs_note and not note.strip()):
        return _show(request, several, move, records, back, status=422)
    outcomes = several.make_all(
        move, picks, data=request.POST, note=note, once=lambda part, act: once_per_part(request, part, act)
    )
    now = several.picked([record.number for record in records])
    rows = {row.record.number: row for row in rows_of(now)}
    context = {
        "move": move,
        "back": back,
        "done": [(outcome, rows.get(outcome.number)) for outcome in outcomes if not outcome.reason],
        "refused": [(outcome, rows.get(outcome.number)) for outcome in outcomes if outcome.reason],
    }
    return render(request, "flow/several_done.html", context)


def _pick(text: str) -> Pick:
    number, _colon, seen = text.partition(":")
    if not (0 < len(number) <= 20 and seen.isascii() and seen.isdecimal() and len(seen) < 10):
        raise BadRequest()
    return Pick(number, int(seen))
