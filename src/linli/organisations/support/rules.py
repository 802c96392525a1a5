"""How long an answer about support may take."""

from django.utils.translation import gettext_lazy as _

from linli.places.rules import Days, declare

ANSWER_WITHIN = declare(
    "support.answer_within",
    kind=Days,
    default=15,
    unit=_("个工作日"),
    source=_("通行做法"),
    title=_("审批扶持的时限"),
    meaning=_("组织申请扶持后，社会组织专员多少个工作日内批准或说明理由；核实使用情况也按此时限。"),
)
REPORT_WITHIN = declare(
    "support.report_within",
    kind=Days,
    default=30,
    unit=_("天"),
    source=_("通行做法"),
    title=_("报告使用情况的时限"),
    meaning=_("使用期满后多少个自然日内报告用在哪里、有什么效果。"),
)
