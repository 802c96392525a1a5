"""When an organisation counts as idle, and how long it has to put things right."""

from django.utils.translation import gettext_lazy as _

from linli.places.rules import Days, declare

IDLE_DAYS = declare(
    "organisation.idle_days",
    kind=Days,
    default=240,
    unit=_("天"),
    source=_("比照《社会团体登记管理条例》一年不活动即可撤销登记的规定，提前提醒"),
    title=_("多久没有活动就预警"),
    meaning=_("备案或登记的社会组织，自己的人多少个自然日没有报告活动或办理事项，就发出退出预警。"),
)
PUT_RIGHT_WITHIN = declare(
    "organisation.put_right_within",
    kind=Days,
    default=60,
    unit=_("天"),
    source=_("通行做法"),
    title=_("整改期限"),
    meaning=_("收到退出预警后多少个自然日内整改。"),
)
CHECK_WITHIN = declare(
    "organisation.check_within",
    kind=Days,
    default=10,
    unit=_("个工作日"),
    source=_("通行做法"),
    title=_("核实整改的时限"),
    meaning=_("组织报告整改后，社会组织专员多少个工作日内核实。"),
)
