"""The limits of a mediation, each a dated rule with the law or the habit it comes from."""

from django.utils.translation import gettext_lazy as _

from linli.places.rules import Count, Days, days, declare, times

CONCLUDE_WITHIN = declare(
    "dispute.conclude_within",
    kind=Days,
    default=30,
    unit=days,
    source=_("人民调解工作若干规定第三十三条：一般在一个月内调结"),
    title=_("调解期限"),
    meaning=_("从开始调解到达成协议或者终止的自然日。"),
)
WRITE_UP_WITHIN = declare(
    "dispute.write_up_within",
    kind=Days,
    default=2,
    unit=days,
    source=_("人民调解法第二十七条：调解情况应当记录"),
    title=_("补记调解的期限"),
    meaning=_("约定的调解时间过后多少个自然日内记下结果。"),
)
CONFIRM_WITHIN = declare(
    "dispute.confirm_within",
    kind=Days,
    default=30,
    unit=days,
    source=_("人民调解法第三十三条"),
    title=_("申请司法确认的期限"),
    meaning=_("自调解协议生效之日起多少日内，双方可以共同申请司法确认。"),
)
FOLLOW_UP_AFTER = declare(
    "dispute.follow_up_after",
    kind=Days,
    default=30,
    unit=days,
    source=_("人民调解法第三十一条：对协议的履行情况进行监督；天数为各地做法"),
    title=_("回访间隔"),
    meaning=_("达成协议后隔多少个自然日回访一次。"),
)
FOLLOW_UPS = declare(
    "dispute.follow_ups",
    kind=Count,
    default=1,
    unit=times,
    source=_("各地做法"),
    title=_("回访次数"),
    meaning=_("达成协议后回访几次；最后一次仍在履行，纠纷办结。"),
)
SEARCH_BY = declare(
    "dispute.search_by",
    kind=Count,
    default=25,
    unit=_("日"),
    source=_("每月排查一次矛盾纠纷的做法"),
    title=_("每月排查的截止日"),
    meaning=_("社区每月排查矛盾纠纷，最迟在几日记下结果。"),
)
FEWEST_DISPUTES = declare(
    "dispute.fewest",
    kind=Count,
    default=5,
    unit=_("件"),
    source=_("个人信息保护法第六条；件数太少，数字就等于说出是谁"),
    title=_("显示纠纷数据所需的件数"),
    meaning=_("一格里的纠纷少于这个数时，不显示这一格。"),
)
