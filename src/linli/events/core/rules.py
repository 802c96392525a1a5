"""The thresholds of events, each a dated rule that a place may set otherwise."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.problems import Text
from linli.places.rules import Boolean, Count, Days, Minutes, Rule, days, declare, times

PRACTICE = _("网格化服务管理的通行做法")


def _within(stage: str, minutes: int, title: Text, meaning: Text) -> Rule[int]:
    return declare(
        f"event.{stage}_within",
        kind=Minutes,
        default=minutes,
        unit=_("分钟工作时间"),
        source=PRACTICE,
        title=title,
        meaning=meaning,
        per_subject=True,
    )


ACCEPT_WITHIN = _within("accept", 120, _("受理时限"), _("从上报到受理的工作时间。"))
DISPATCH_WITHIN = _within("dispatch", 120, _("派单时限"), _("从受理到派单的工作时间。"))
START_WITHIN = _within("start", 240, _("接单时限"), _("从派单到承办单位接单的工作时间。"))
SOLVE_WITHIN = _within("solve", 1440, _("处理时限"), _("从派单到办结的工作时间，默认三个八小时工作日。"))
CHECK_WITHIN = _within("check", 480, _("核查时限"), _("从办结到现场核查的工作时间。"))
CLOSE_WITHIN = _within("close", 480, _("结案时限"), _("从核查到结案的工作时间。"))
ASSIST_WITHIN = _within("assist", 960, _("协办时限"), _("从请求协办到协办完毕的工作时间，默认两个八小时工作日。"))
ANSWER_WITHIN = _within("answer", 60, _("应哨时限"), _("从吹哨到被吹哨单位应哨的工作时间。"))
ARRIVE_WITHIN = _within("arrive", 240, _("到场时限"), _("从吹哨到被吹哨单位到场的工作时间。"))
RATE_WITHIN = _within("rate_arrival", 960, _("评哨时限"), _("从到场到吹哨方评价的工作时间。"))
ALLOW_WITHIN = _within("allow", 240, _("审批延期的时限"), _("从申请延期到批准或不批准的工作时间。"))
SEND_BACKS = declare(
    "event.send_backs",
    kind=Count,
    default=2,
    unit=times,
    source=_("防止在部门之间来回推"),
    title=_("退回几次后自动上交"),
    meaning=_("同一件事退回到这个次数，交由上一级重新派单。"),
)
LONGEST_EXTENSION = declare(
    "event.longest_extension",
    kind=Days,
    default=30,
    unit=days,
    source=PRACTICE,
    title=_("一次最多延期"),
    meaning=_("一次申请最多可延到多少个自然日之后。"),
    per_subject=True,
)
DUPLICATE_METRES = declare(
    "event.duplicate_metres",
    kind=Count,
    default=150,
    unit=_("米"),
    source=_("手机定位的误差，加上同一件事从不同位置看到"),
    title=_("可能重复的距离"),
    meaning=_("多近的两件事算可能是同一件。"),
)
DUPLICATE_DAYS = declare(
    "event.duplicate_days",
    kind=Days,
    default=15,
    unit=days,
    source=PRACTICE,
    title=_("可能重复的天数"),
    meaning=_("相隔多少个自然日以内上报的两件事算可能是同一件。"),
)
PUBLIC_METRES = declare(
    "event.public_metres",
    kind=Count,
    default=100,
    unit=_("米"),
    source=_("个人信息保护法第六条：处理个人信息限于最小范围"),
    title=_("对外显示位置的精度"),
    meaning=_("告诉居民附近有人报过时，位置按这么大的方格取整，看不出是哪一户。"),
)
LOOKS_PER_ADDRESS = declare(
    "event.looks_per_address",
    kind=Count,
    default=600,
    unit=times,
    source=_("防止逐点探查别人报了什么"),
    title=_("一个网络地址每小时查看附近已报事项的次数"),
    meaning=_("超过后这一小时不再显示附近有人报过的事，上报不受影响。"),
)
ROUND_THE_CLOCK = declare(
    "event.round_the_clock",
    kind=Boolean,
    default=False,
    source=PRACTICE,
    title=_("全天候办理"),
    meaning=_("时限按自然时间计算，夜间和节假日不停表。"),
    per_subject=True,
)
REOPEN_WITHIN = declare(
    "event.reopen_within",
    kind=Days,
    default=15,
    unit=days,
    source=PRACTICE,
    title=_("可要求重办的期限"),
    meaning=_("结案后多少个自然日内，上报人可要求重新办理。"),
    per_subject=True,
)
REPORTS_PER_SESSION = declare(
    "event.reports_per_session",
    kind=Count,
    default=10,
    unit=_("件"),
    source=_("防止滥用，不影响正常上报"),
    title=_("一部手机每小时的上报数"),
    meaning=_("同一浏览器一小时内可匿名上报的件数。"),
)
REPORTS_PER_ADDRESS = declare(
    "event.reports_per_address",
    kind=Count,
    default=60,
    unit=_("件"),
    source=_("一个小区或办公楼常共用一个网络地址"),
    title=_("一个网络地址每小时的上报数"),
    meaning=_("超过后不拒绝，而是先回答一道小题。"),
)
FEWEST_RATINGS = declare(
    "event.fewest_ratings",
    kind=Count,
    default=5,
    unit=_("件"),
    source=_("评价太少时，满意率等于说出某一个人的话"),
    title=_("显示满意率所需的评价数"),
    meaning=_("评价少于这个数时不显示满意率。"),
)
