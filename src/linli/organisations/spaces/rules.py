"""When service for space falls behind, and how long the answers may take."""

from django.utils.translation import gettext_lazy as _

from linli.places.rules import Count, Days, declare

PRACTICE = _("通行做法")
BEHIND_AT = declare(
    "space.behind_at",
    kind=Count,
    default=70,
    unit="%",
    source=PRACTICE,
    title=_("落后多少就提醒"),
    meaning=_("一期过半后，已核实的服务不到按天数应完成的百分之几，就提醒双方。"),
)
ACCEPT_WITHIN = declare(
    "space.accept_within",
    kind=Days,
    default=10,
    unit=_("个工作日"),
    source=PRACTICE,
    title=_("确认协议的时限"),
    meaning=_("提出空间换服务协议后，对方多少个工作日内确认。"),
)
CONFIRM_WITHIN = declare(
    "space.confirm_within",
    kind=Days,
    default=5,
    unit=_("个工作日"),
    source=PRACTICE,
    title=_("核实服务的时限"),
    meaning=_("组织报告服务后，提供场地的一方多少个工作日内核实。"),
)
