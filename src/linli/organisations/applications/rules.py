"""The limits of an application, besides those that an item names itself."""

from django.utils.translation import gettext_lazy as _

from linli.places.rules import Count, Days, declare

ACCEPT_WITHIN = declare(
    "onestop.accept_within",
    kind=Days,
    default=5,
    unit=_("个工作日"),
    source=_("行政许可法第三十二条：五日内一次告知需要补正的全部内容"),
    title=_("受理申请的期限"),
    meaning=_("收到申请后，多少个工作日内受理或者退回补正。"),
)
COMPLETE_WITHIN = declare(
    "onestop.complete_within",
    kind=Days,
    default=15,
    unit=_("个工作日"),
    source=_("通行做法"),
    title=_("补正的期限"),
    meaning=_("申请退回补正后，申请人多少个工作日内补齐再交。"),
)
SUPPLY_WITHIN = declare(
    "onestop.supply_within",
    kind=Days,
    default=10,
    unit=_("个工作日"),
    source=_("通行做法；补充材料的时间不计入办理时限（行政许可法）"),
    title=_("补充材料的期限"),
    meaning=_("部门要求补充后，申请人多少个工作日内答复。"),
)
REPORT_MONTH = declare(
    "onestop.report_month",
    kind=Count,
    default=5,
    unit=_("月"),
    source=_("社会团体登记管理条例、民办非企业单位登记管理暂行条例：五月三十一日前"),
    title=_("年度报告截止月"),
    meaning=_("上一年的年度报告最迟在几月交。"),
)
REPORT_DAY = declare(
    "onestop.report_day",
    kind=Count,
    default=31,
    unit=_("日"),
    source=_("社会团体登记管理条例、民办非企业单位登记管理暂行条例：五月三十一日前"),
    title=_("年度报告截止日"),
    meaning=_("上一年的年度报告最迟在截止月的几日交；那个月没有这一日的，是月末。"),
)
REPORT_OPENS = declare(
    "onestop.report_opens",
    kind=Days,
    default=90,
    unit=_("天"),
    source=_("通行做法：三月起填报"),
    title=_("年度报告提前多少天开始"),
    meaning=_("截止日前多少个自然日，系统为在册组织各开一份待填的年度报告。"),
)
