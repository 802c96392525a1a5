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

from linli.audit import browsing, telling
from linli.audit.models import Seal
from linli.audit.policies import can_audit
from linli.audit.verification import unsealed_tail
from linli.audit.words import COMMON, kinds
from linli.kernel.problems import BadRequest, NotFound, Text

NOBODY = uuid.UUID(int=0)
CONDITIONS = ("kind", "action", "actor", "subject", "since", "until")


@login_required
@require_GET
def audit_trail(request: HttpRequest) -> HttpResponse:
    """What happened, newest first: to one kind of thing, of one sort, by one person, from a day to a day."""
    if not can_audit(request.actor):  # type: ignore[attr-defined]
        raise NotFound()
    asked = {name: request.GET.get(name, "").strip() for name in CONDITIONS}
    try:
        wanted = _wanted(request, asked)
    except ValueError as error:
        raise BadRequest(_("查找条件无效，请回到第一页"), code="bad_cursor") from error
    found = browsing.browse(wanted)
    kept = {name: value for name, value in asked.items() if value}
    context: dict[str, Any] = {
        "asked": asked,
        "is_narrowed": bool(kept),
        "lines": telling.lines(found.entries),
        "found": found,
        "tail": unsealed_tail(),
        "last_seal": Seal.objects.order_by("-number").first(),
        "kinds": [(kind, words.title) for kind, words in kinds if words.title],
        "acts": _acts(),
        "next": _next(kept, wanted, found),
        "first": f"?{urlencode(kept)}" if request.GET.get("before") else "",
        "with_": lambda **changes: _address({**kept, **changes}),
    }
    return render(request, "audit/trail.html", context)


def _acts() -> list[tuple[Text, list[tuple[str, Text]]]]:
    """Every act that the trail can tell of, by kind."""
    groups = [(words.title, list(words.acts.items())) for _kind, words in kinds if words.acts]
    return [*groups, (_("各类记录"), list(kinds[COMMON].acts.items()))]


def _next(kept: dict[str, str], wanted: browsing.Wanted, found: browsing.Stretch) -> str:
    """Further down; where the first day begins was found once, on the first page."""
    if found.next_before is None:
        return ""
    after = {"after": wanted.since} if wanted.since else {}
    return f"?{urlencode({**kept, **after, 'before': found.next_before})}"


def _wanted(request: HttpRequest, asked: dict[str, str]) -> browsing.Wanted:
    """Raises ValueError where something is not what it must be."""
    before, since = _key(request, "before"), _key(request, "after")
    if before is None and asked["until"]:
        before = browsing.key_after(datetime.date.fromisoformat(asked["until"]))
    if since is None and asked["since"]:
        since = browsing.key_on(datetime.date.fromisoformat(asked["since"]))
    return browsing.Wanted(
        kind=asked["kind"],
        action=asked["action"],
        actor_id=_actor(asked["actor"]),
        subject_id=uuid.UUID(asked["subject"]) if asked["subject"] else None,
        before=before,
        since=since or 0,
    )


def _key(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    key = int(text)
    if not 0 <= key < 2**63:
        raise ValueError(text)
    return key


def _actor(username: str) -> uuid.UUID | None:
    """An unknown name finds nothing, rather than everything."""
    if not username:
        return None
    user_model = get_user_model()
    found = user_model._default_manager.filter(**{user_model.USERNAME_FIELD: username.lower()}).first()
    return found.pk if found else NOBODY


def _address(query: dict[str, str]) -> str:
    return f"?{urlencode({name: value for name, value in query.items() if value})}"
