"""The days of the week on which something is offered, as ISO digits, and in words."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.kernel.problems import Text

WEEKDAYS: tuple[tuple[str, Text], ...] = (
    ("1", _("周一")),
    ("2", _("周二")),
    ("3", _("周三")),
    ("4", _("周四")),
    ("5", _("周五")),
    ("6", _("周六")),
    ("7", _("周日")),
)
RUNS = {"1234567": _("每天"), "12345": _("周一至周五"), "67": _("周末"), "123456": _("周一至周六")}


def weekdays_in_words(digits: str) -> str:
    if digits in RUNS:
        return str(RUNS[digits])
    names = dict(WEEKDAYS)
    return gettext("、").join(str(names[digit]) for digit in digits if digit in names)
