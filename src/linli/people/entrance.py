"""allauth's forms and errors in our own words: six digits are six digits, and errors say what to do."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.problems import Text
from linli.people.codes import Counted

CODE_WIDGET = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "maxlength": 12}

PASSWORD_WORDS: dict[str, Text] = {
    "username_password_mismatch": _("用户名或密码不对，请再试一次。"),
    "incorrect_password": _("密码不对，请再试一次。"),
    "enter_current_password": _("现在的密码不对，请再试一次。"),
    "too_many_login_attempts": _("试的次数太多，请过15分钟再试，或找本单位的安全员。"),
    "rate_limited": _("试得太快，请过一会儿再试。"),
}
SECOND_STEP_WORDS: dict[str, Text] = {
    "incorrect_code": _("数字不对或已经过期，请填验证器里现在显示的6位数字。"),
}


def ask_for_digits(form: forms.Form, label: Text) -> None:
    """The field of a one-time code: digits on a phone's keyboard, filled in by the browser where it can."""
    field = form.fields["code"]
    field.label = str(label)
    field.widget = forms.TextInput(attrs=CODE_WIDGET)


class ActivateForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_digits(self, _("验证器里的6位数字"))


class SecondStepForm(Counted, AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_digits(self, _("6位数字，或一个恢复码"))


class SecondStepAgainForm(Counted, ReauthenticateForm):
    """Asked again before a sensitive change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_digits(self, _("6位数字，或一个恢复码"))
