"""The unified social credit code (统一社会信用代码, GB 32100-2015)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Its alphabet: digits and capital letters without I, O, S, V and Z."""
LENGTH = 18
WEIGHTS = [pow(3, position, 31) for position in range(LENGTH - 1)]


def check_character(head: str) -> str:
    """The last character for the seventeen before it. ValueError for a character that codes do not have."""
    total = sum(LETTERS.index(letter) * weight for letter, weight in zip(head, WEIGHTS, strict=True))
    return LETTERS[-total % len(LETTERS)]


def check_code(text: str) -> None:
    """A validator: ValidationError says what is wrong with it."""
    if len(text) != LENGTH or not set(text) <= set(LETTERS):
        raise ValidationError(_("统一社会信用代码是 18 位数字或大写字母（不含 I、O、S、V、Z）"), code="code_shape")
    if check_character(text[:-1]) != text[-1]:
        raise ValidationError(_("统一社会信用代码的校验位不对，请对照证书检查"), code="code_check")


def code_of(text: str) -> str | None:
    """As it is kept: capitals, no spaces; None for nothing. ValidationError says what is wrong with it."""
    code = "".join(text.split()).upper()
    if not code:
        return None
    check_code(code)
    return code
