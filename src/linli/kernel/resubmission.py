"""A form of ours sent twice: the API's idempotency, with the key in the form and the browser as its scope."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest
from django.middleware.csrf import get_token

from linli.kernel import crypto
from linli.kernel.idempotency import once
from linli.kernel.ids import new_id

PLACE = "kernel_idempotencykey.answer"


def new_key() -> str:
    """For the hidden field ``key`` of a form."""
    return str(new_id())


def once_per_form(request: HttpRequest, act: Callable[[], str]) -> str:
    """What ``act`` returned the first time this form was sent. Kept encrypted, for it may hold a secret.

    Without a key (a page from before this field was there) it just acts.
    """
    return _once(request, request.POST.get("key", ""), act)


def once_per_part(request: HttpRequest, part: str, act: Callable[[], str]) -> str:
    """The same for one ``part`` of a form that does several things, each in a transaction of its own.

    A form that was cut short, or is sent again, so goes on where it was and does nothing twice.
    """
    key = request.POST.get("key", "")
    return _once(request, f"{key[:40]}:{part}" if key else "", act)


def _once(request: HttpRequest, key: str, act: Callable[[], str]) -> str:
    if not key:
        return act()
    answer = once(
        scope=f"form:{browser_of(request)}",
        key=key[:80],
        body=_body(request),
        act=lambda: (200, crypto.seal(act(), place=PLACE)),
    )
    return crypto.unseal(answer.body, place=PLACE)


def browser_of(request: HttpRequest) -> str:
    """The browser, by the digest of its own CSRF secret: no session is needed for a resident's first report."""
    get_token(request)
    return hashlib.sha256(str(request.META["CSRF_COOKIE"]).encode()).hexdigest()[:40]


def _body(request: HttpRequest) -> bytes:
    fields = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    files = [(name, file.name, file.size) for name, files in request.FILES.lists() for file in files]
    return repr((request.path, fields, files)).encode()
