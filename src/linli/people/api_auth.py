"""Programs sign in with a token; they are the user, within the token's scopes."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from linli.kernel.addresses import client_address
from linli.kernel.problems import Forbidden, NotSignedIn, TooMany
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


class TokenAuth(HttpBearer):
    """``Authorization: Bearer linli_…`` with one scope that the token must have."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        found = tokens.find(token)
        if found is None:
            allowance = allow(f"token:{client_address(request)}", limit=FAILURES, seconds=WITHIN_SECONDS)
            if not allowance:
                raise TooMany(retry_after=allowance.retry_after)
            raise NotSignedIn(_("令牌无效或已过期"), code="token_unknown")
        if self.scope not in found.scopes:
            raise Forbidden(_("这个令牌不能用于此操作"), code="scope_missing")
        request.actor = actor_of(found.user, scopes=found.scopes)  # type: ignore[attr-defined]
        return found


reads = TokenAuth(Scope.READ)
writes = TokenAuth(Scope.WRITE)


def scope_of(request: ApiRequest) -> str:
    """Whose idempotency keys these are."""
    return f"token:{request.auth.pk}"
