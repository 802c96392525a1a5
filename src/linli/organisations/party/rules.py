"""How far ahead the rota is made, and when a branch is reminded."""

from django.utils.translation import gettext_lazy as _

from linli.places.rules import Count, Days, declare

AHEAD = declare(
    "party.rota_ahead",
    kind=Count,
    default=4,
    unit=_("个季度"),
    source=_("“四季轮值”，每季度由一家党组织牵头 [002]：排满一年"),
    title=_("轮值提前排多久"),
    meaning=_("轮值表排到本季度之后的第几个季度。"),
)
REMIND_DAYS = declare(
    "party.remind_days",
    kind=Days,
    default=30,
    unit=_("天"),
    source=_("通行做法"),
    title=_("轮值提前提醒"),
    meaning=_("季度开始前多少天，把主持的事交到支部手上。"),
)
SWAP_DAYS = declare(
    "party.swap_days",
    kind=Days,
    default=10,
    unit=_("个工作日"),
    source=_("通行做法"),
    title=_("互换轮值的答复期限"),
    meaning=_("对方要在几个工作日内答复同不同意互换。"),
)
