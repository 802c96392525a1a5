"""What ratings and stars go by."""

from django.utils.translation import gettext_lazy as _

from linli.places.rules import Count, Days, declare

REGISTERED_YEARS = declare(
    "rating.registered_years",
    kind=Count,
    default=2,
    unit=_("年"),
    source=_("社会组织评估管理办法第六条：取得登记证书满两个年度；各地不同，请核对"),
    title=_("申请评估须登记满几年"),
    meaning=_("社会组织登记满几年后可以申请评估。"),
)
AGAIN_AFTER = declare(
    "rating.again_after",
    kind=Count,
    default=2,
    unit=_("年"),
    source=_("社会组织评估管理办法：被取消等级的 2 年内不得再申请"),
    title=_("取消等级后多久可再申请"),
    meaning=_("等级被取消后多少年内不受理评估申请。"),
)
CHECK_WITHIN = declare(
    "rating.check_within",
    kind=Days,
    default=10,
    unit=_("工作日"),
    source=_("通行做法"),
    title=_("资格审核期限"),
    meaning=_("提交自评后多少个工作日内审核参评资格。"),
)
RATERS = declare(
    "rating.raters",
    kind=Count,
    default=5,
    unit=_("人"),
    source=_("通行做法：评估专家组不少于三人"),
    title=_("评委人数"),
    meaning=_("每个组织的评估或复核抽取几名评委。"),
)
FEWEST_SCORES = declare(
    "rating.fewest_scores",
    kind=Count,
    default=3,
    unit=_("份"),
    source=_("通行做法"),
    title=_("至少几份评分"),
    meaning=_("一轮评估结束时，评分少于这个数的组织不能定等级。"),
)
TRIM = declare(
    "rating.trim",
    kind=Count,
    default=1,
    unit=_("个"),
    source=_("评审通行做法：去掉最高分和最低分"),
    title=_("去掉几个最高分和最低分"),
    meaning=_("计算平均分前去掉几个最高分、几个最低分；剩下不足三个时不去。填 0 为全部平均。"),
)
SCORE_APPEAL_WITHIN = declare(
    "rating.score_appeal_within",
    kind=Days,
    default=10,
    unit=_("工作日"),
    source=_("通行做法"),
    title=_("复核评分期限"),
    meaning=_("复核评委抽出后多少个工作日内评分。"),
)
NOTICE_DAYS = declare(
    "rating.notice_days",
    kind=Days,
    default=7,
    unit=_("工作日"),
    source=_("社会组织评估管理办法：终评结果向社会公示；天数为各地做法"),
    title=_("评估结果公示期"),
    meaning=_("拟定等级公示多少个工作日；其间可以申请复核。"),
)
CONFIRM_WITHIN = declare(
    "rating.confirm_within",
    kind=Days,
    default=5,
    unit=_("工作日"),
    source=_("通行做法"),
    title=_("确认等级的期限"),
    meaning=_("公示期满或复核完成后多少个工作日内确认等级。"),
)
VALID_YEARS = declare(
    "rating.valid_years",
    kind=Count,
    default=5,
    unit=_("年"),
    source=_("社会组织评估管理办法第二十八条"),
    title=_("等级有效期"),
    meaning=_("评估等级有效几年。"),
)
WARN_DAYS = declare(
    "rating.warn_days",
    kind=Days,
    default=180,
    unit=_("天"),
    source=_("通行做法：到期前半年准备重新申请"),
    title=_("等级到期提醒"),
    meaning=_("等级到期前多少天提醒组织。"),
)
STAR_MONTHS = declare(
    "star.valid_months",
    kind=Count,
    default=12,
    unit=_("个月"),
    source=_("各地做法：备案的社区社会组织每年评星"),
    title=_("星级有效期"),
    meaning=_("社区社会组织的星级有效几个月。"),
)
STAR_AGAIN_WITHIN = declare(
    "star.again_within",
    kind=Days,
    default=20,
    unit=_("工作日"),
    source=_("通行做法"),
    title=_("重新评星的期限"),
    meaning=_("星级到期后多少个工作日内重新评定。"),
)
