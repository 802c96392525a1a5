"""Programs sign in with a token; they are the user, within the token's scopes."""

import datetime
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from linli.kernel.addresses import client_address
from linli.kernel.problems import Forbidden, NotSignedIn, TooMany
from linli.kernel.snapshot import Snapshot
from linli.kernel.throttle import allow
from linli.people import tokens
from linli.people.actors import StaffActor, actor_of
from linli.people.models import ApiToken, Scope

FAILURES, WITHIN_SECONDS = 60, 60
"""Unknown tokens per address. They cannot be guessed: this only keeps a broken program from keeping us busy,
and a good token from the same address is never refused."""


class ApiRequest(HttpRequest):
    """For annotations only: a request that a token signed."""

    actor: StaffActor
    auth: ApiToken


@dataclass(frozen=True)
class SignIn:
    """A token that is good, and whom it makes of its bearer on this day."""

    token: ApiToken
    actor: StaffActor
    day: datetime.date

    @property
    def is_good(self) -> bool:
        return self.token.expires_at > timezone.now() and self.day == timezone.localdate()


sign_ins: Snapshot[dict[str, SignIn]] = Snapshot("staffing", dict)
"""By digest, filled as tokens come; emptied whenever a post, an absence, a user or a token changes.

In other processes than the one that made the change a token may therefore do for one second what it could before.
"""


def _sign_in(text: str) -> SignIn | None:
    known, key = sign_ins.get(), tokens.digest(text)
    if (found := known.get(key)) and found.is_good:
        return found
    token = tokens.find(text)
    if token is None:
        return None
    known[key] = SignIn(token, actor_of(token.user, scopes=token.scopes), timezone.localdate())
    return known[key]


class TokenAuth(HttpBearer):
    """``Authorization: Bearer linli_…`` with one scope that the token must have."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        sign_in = signed_in(request, token, self.scope)
        request.actor = sign_in.actor  # type: ignore[attr-defined]
        return sign_in.token


def signed_in(request: HttpRequest, token: str, scope: Scope) -> SignIn:
    """Whose token it is, however it came. Raises NotSignedIn, Forbidden without the scope, TooMany for guessing."""
    sign_in = _sign_in(token)
    if sign_in is None:
        allowance = allow(f"token:{client_address(request)}", limit=FAILURES, seconds=WITHIN_SECONDS)
        if not allowance:
            raise TooMany(retry_after=allowance.retry_after)
        raise NotSignedIn(_("令牌无效或已过期"), code="token_unknown")
    if scope not in sign_in.token.scopes:
        raise Forbidden(_("这个令牌不能用于此操作"), code="scope_missing")
    return sign_in


reads = TokenAuth(Scope.READ)
writes = TokenAuth(Scope.WRITE)
carries_orders = TokenAuth(Scope.HOTLINE)


def scope_of(request: ApiRequest) -> str:
    """Whose idempotency keys these are."""
    return f"token:{request.auth.pk}"
