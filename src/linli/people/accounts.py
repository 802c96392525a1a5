"""How allauth signs people in here: no self-registration, second-factor secrets encrypted at rest."""

import time
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.db import transaction
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.audit import trail
from linli.kernel import crypto
from linli.kernel.addresses import client_address
from linli.people.actors import StaffActor
from linli.people.entrance import PASSWORD_WORDS, SECOND_STEP_WORDS
from linli.people.models import User

SECRET_PLACE = "mfa_authenticator.data"
JUST_NOW = 300
"""Seconds."""


def claimed_username(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """For whom failures are counted, by axes. Sign-in ignores the case of letters, so must this."""
    given = (credentials or {}).get("username") or (credentials or {}).get("login") or request.POST.get("login", "")
    return str(given).strip().lower()[:255]


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {**DefaultAccountAdapter.error_messages, **PASSWORD_WORDS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Users are made by the security administrator."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago, with all that is asked for, is not asked once more."""
        methods = get_authentication_records(self.request, self.request.user)
        if methods and time.time() - methods[-1]["at"] < JUST_NOW:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def clean_password(self, password: str, user: User | None = None) -> str:  # type: ignore[override]
        if user is not None and user.password and user.check_password(password):
            raise ValidationError(_("新密码要和现在的不同"))
        cleaned: str = super().clean_password(password, user)
        return cleaned

    @transaction.atomic
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
    error_messages = {**DefaultMFAAdapter.error_messages, **SECOND_STEP_WORDS}

    def encrypt(self, text: str) -> str:
        return crypto.seal(text, place=SECRET_PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.unseal(encrypted_text, place=SECRET_PLACE)
