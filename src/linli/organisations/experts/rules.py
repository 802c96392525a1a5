"""What draws of experts go by."""

from django.utils.translation import gettext_lazy as _

from linli.places.rules import Count, Days, declare

TIE_YEARS = declare(
    "experts.tie_years",
    kind=Count,
    default=2,
    unit=_("年"),
    source=_("社会组织评估管理办法第十九条：离职不满 2 年的应当回避"),
    title=_("离任后回避的年数"),
    meaning=_("任职或其他关系结束后多少年内，仍不得评审该组织。"),
)
DRAW_WITHIN = declare(
    "experts.draw_within",
    kind=Days,
    default=5,
    unit=_("工作日"),
    source=_("通行做法"),
    title=_("抽取的期限"),
    meaning=_("公布种子摘要后，多少个工作日内固定名单；固定名单后，多少个工作日内抽取。"),
)
