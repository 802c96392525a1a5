"""How allauth signs people in here: no self-registration, second-factor secrets encrypted at rest."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.audit import trail
from linli.kernel import crypto
from linli.kernel.addresses import client_address
from linli.kernel.throttle import allow
from linli.people.actors import StaffActor
from linli.people.models import User

SECRET_PLACE = "mfa_authenticator.data"
CODES, CODES_SECONDS = 10, 15 * 60
"""So many one-time codes may be tried in so many seconds: of a million codes nobody guesses one."""
CODE_LIVES = 120
"""Seconds, more than any code is valid: in these it is accepted once."""


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Users are made by the security administrator."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def set_password(self, user: User, password: str) -> None:  # type: ignore[override]
        """Chosen by the user, at any rate not the one that the security administrator handed out."""
        user.has_temporary_password = False
        super().set_password(user, password)
        trail.record("user.change_password", actor=StaffActor(user), subject_kind="user", subject_id=user.pk)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("morning")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """After the second factor. The address stays out of the digest: it is personal, and goes with time."""
        trail.record(
            "user.sign_in",
            actor=StaffActor(user),
            subject_kind="user",
            subject_id=user.pk,
            personal={"address": client_address(request)},
        )
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return crypto.seal(text, place=SECRET_PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.unseal(encrypted_text, place=SECRET_PLACE)


class _Counted(BaseAuthenticateForm):
    """Counts tries and used codes in the database: allauth counts them in each process by itself."""

    def clean_code(self) -> str:
        if not allow(f"second-factor:{self.user.pk}", limit=CODES, seconds=CODES_SECONDS):
            raise ValidationError(_("试的次数太多了，请 15 分钟后再试"))
        code: str = super().clean_code()
        if not allow(f"second-factor-used:{self.user.pk}:{code}", limit=1, seconds=CODE_LIVES):
            raise ValidationError(_("这个验证码已经用过，请等下一个"))
        return code


class SignInCodeForm(_Counted, AuthenticateForm):
    """The second step of signing in."""


class AgainCodeForm(_Counted, ReauthenticateForm):
    """Asked again before a sensitive change."""
