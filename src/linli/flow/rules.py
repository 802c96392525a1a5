"""The rules that every kind of record has."""

from django.utils.translation import gettext_lazy as _

from linli.places.rules import Count, declare

WARN_AT = declare(
    "flow.warn_at",
    kind=Count,
    default=75,
    unit="%",
    source=_("通行做法"),
    title=_("到期提醒"),
    meaning=_("时限用去百分之几时提醒办理人。"),
)
