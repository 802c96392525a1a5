"""Telephone numbers as people type them in China."""

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _


def clean_phone(text: str) -> str:
    """The number in E.164, empty for empty; a ValidationError where it is none."""
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException as error:
        raise forms.ValidationError(_("这不像一个电话号码，请检查")) from error
    if not phonenumbers.is_valid_number(number):
        raise forms.ValidationError(_("这不像一个电话号码，请检查"))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
