"""The auditor's page."""

import datetime
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.audit import browsing
from linli.audit.models import Seal
from linli.audit.policies import can_audit
from linli.audit.verification import unsealed_tail
from linli.audit.words import ACTIONS
from linli.kernel.problems import BadRequest, NotFound

NOBODY = uuid.UUID(int=0)


@login_required
@require_GET
def audit_trail(request: HttpRequest) -> HttpResponse:
    """What happened, newest first: of one kind, by one person, on one record, up to a day."""
    if not can_audit(request.actor):  # type: ignore[attr-defined]
        raise NotFound()
    asked = {name: request.GET.get(name, "").strip() for name in ("action", "actor", "subject", "until")}
    try:
        wanted = _wanted(request, asked)
    except ValueError as error:
        raise BadRequest(_("查找条件无效，请回到第一页"), code="bad_cursor") from error
    found = browsing.browse(wanted)
    kept = {name: value for name, value in asked.items() if value}
    context: dict[str, Any] = {
        "asked": asked,
        "lines": browsing.lines(found.entries),
        "found": found,
        "tail": unsealed_tail(),
        "last_seal": Seal.objects.order_by("-number").first(),
        "actions": sorted(ACTIONS.items(), key=lambda pair: pair[0]),
        "next": f"?{urlencode({**kept, 'before': found.next_before})}" if found.next_before is not None else "",
        "first": f"?{urlencode(kept)}" if request.GET.get("before") else "",
        "with_": lambda **changes: _address({**kept, **changes}),
    }
    return render(request, "audit/trail.html", context)


def _wanted(request: HttpRequest, asked: dict[str, str]) -> browsing.Wanted:
    """Raises ValueError where something is not what it must be."""
    before = request.GET.get("before", "")
    key = int(before) if before else None
    if key is None and asked["until"]:
        key = browsing.key_after(datetime.date.fromisoformat(asked["until"]))
    if key is not None and not 0 <= key < 2**63:
        raise ValueError(before)
    return browsing.Wanted(
        action=asked["action"],
        actor_id=_actor(asked["actor"]),
        subject_id=uuid.UUID(asked["subject"]) if asked["subject"] else None,
        before=key,
    )


def _actor(username: str) -> uuid.UUID | None:
    """An unknown name finds nothing, rather than everything."""
    if not username:
        return None
    user_model = get_user_model()
    found = user_model._default_manager.filter(**{user_model.USERNAME_FIELD: username.lower()}).first()
    return found.pk if found else NOBODY


def _address(query: dict[str, str]) -> str:
    return f"?{urlencode({name: value for name, value in query.items() if value})}"
