"""Telephone numbers as people type them in China."""

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel import crypto

PURPOSE = "phone"


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


def index_of(phone: str) -> str:
    """What a kept number is found by again, however it was written; empty for empty."""
    if not phone.strip():
        return ""
    try:
        phone = clean_phone(phone)
    except forms.ValidationError:
        phone = "".join(sign for sign in phone if sign.isdigit())  # 12345, or what a platform takes for a number
    return crypto.blind_index(phone, purpose=PURPOSE)
