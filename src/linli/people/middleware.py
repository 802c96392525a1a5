"""Who is asking, worked out once for each request."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from linli.kernel.actor import Actor, Visitor
from linli.people.actors import actor_of
from linli.people.models import User

Respond = Callable[[HttpRequest], HttpResponse]
SECOND_FACTOR_SEEN = "second_factor_seen"
SECOND_FACTOR_PREFIX = "/accounts/2fa/"
OPEN_PREFIXES = ("/accounts/", "/static/", "/i18n/", "/health/", "/api/")


class ActorMiddleware:
    """Adds ``request.actor``: the signed-in user with today's posts, or a visitor. Asked for only when used."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.respond(request)


class SecondFactorMiddleware:
    """Staff go no further than setting up their second factor, and a password of their own, until they have both."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(SECOND_FACTOR_PREFIX):
            request.session.pop(SECOND_FACTOR_SEEN, None)  # it may be taken away there
        if request.path.startswith(OPEN_PREFIXES) or not request.user.is_authenticated:
            return self.respond(request)
        if not request.session.get(SECOND_FACTOR_SEEN):
            if not is_mfa_enabled(request.user):
                return redirect("mfa_activate_totp")
            request.session[SECOND_FACTOR_SEEN] = True
        if isinstance(request.user, User) and request.user.has_temporary_password:
            messages.info(request, _("这是别人交给您的初始密码，请换成自己的密码"))
            return redirect("account_change_password")
        return self.respond(request)


def _actor(request: HttpRequest) -> Actor:
    return actor_of(request.user) if isinstance(request.user, User) else Visitor()
