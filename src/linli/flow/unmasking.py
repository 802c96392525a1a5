"""Reading the whole of what is shown masked: an act, with a reason, on the trail."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel.actor import Warrant
from linli.kernel.problems import NotFound
from linli.people.requests import StaffRequest
from linli.people.warranted import record_act

LONGEST_REASON = 500


@dataclass(frozen=True)
class Masked:
    """What may be read in full: the act's name on the trail, the record it belongs to, and why this actor may."""

    action: str
    kind: str
    key: uuid.UUID
    warrant: Warrant | None
    detail: Mapping[str, str] = field(default_factory=dict)


def unmask_page(request: StaffRequest, masked: Masked, *, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Ask why; note the reason, then show the whole to whoever gave one. To those without a warrant it is not there.

    The template gets ``is_open``, and what ``flow/_unmask.html`` asks with.
    """
    if masked.warrant is None:
        raise NotFound()
    is_said = request.method == "POST"
    reason = request.POST.get("note", "").strip()[:LONGEST_REASON]
    is_open = is_said and bool(reason)
    if is_open:
        record_act(
            masked.action,
            actor=request.actor,
            warrant=masked.warrant,
            kind=masked.kind,
            key=masked.key,
            detail=masked.detail,
            personal={"note": reason},
        )
    errors = [_("请写明为什么要看")] if is_said and not reason else []
    shown = {**context, "is_open": is_open, "note": reason, "errors": errors}
    return render(request, template, shown, status=422 if errors else 200)
