"""The limits and rhythms of incubation, each a dated rule with the habit it comes from."""

from django.utils.translation import gettext_lazy as _

from linli.places.rules import Count, Days, declare

REMIND_AFTER = declare(
    "incubation.remind_after",
    kind=Days,
    default=10,
    unit=_("个工作日"),
    source=_("各地做法"),
    title=_("邀请的答复期限"),
    meaning=_("邀请发现的组织参加孵化后，多少个工作日内记下答复；到期提醒再联系。"),
)
STEP_WITHIN = declare(
    "incubation.step_within",
    kind=Days,
    default=60,
    unit=_("天"),
    source=_("各地做法：一般一年左右走完九步"),
    title=_("每一步的时间"),
    meaning=_("到了一步以后，多少个自然日内交上材料。"),
)
REVIEW_WITHIN = declare(
    "incubation.review_within",
    kind=Days,
    default=5,
    unit=_("个工作日"),
    source=_("各地做法"),
    title=_("审核材料的期限"),
    meaning=_("收到材料后，多少个工作日内通过或退回。"),
)
ANSWER_WITHIN = declare(
    "incubation.service_within",
    kind=Days,
    default=10,
    unit=_("个工作日"),
    source=_("各地做法"),
    title=_("提供服务的期限"),
    meaning=_("组织申请孵化中心的服务后，多少个工作日内提供或说明。"),
)
VISIT_BY = declare(
    "incubation.visit_by",
    kind=Count,
    default=25,
    unit=_("日"),
    source=_("宁夏 Z 市做法：每月实地指导"),
    title=_("每月走访的截止日"),
    meaning=_("导师每月走访一次，最迟在几日；0 表示不要求走访。"),
)
CALL_BY = declare(
    "incubation.call_by",
    kind=Count,
    default=5,
    unit=_("（星期几）"),
    source=_("宁夏 Z 市做法：每周电话沟通"),
    title=_("每周电话的截止日"),
    meaning=_("导师每周打一次电话，最迟在星期几；0 表示不要求电话。"),
)
MISSED_AFTER = declare(
    "incubation.missed_after",
    kind=Days,
    default=14,
    unit=_("天"),
    source=_("各地做法"),
    title=_("走访和电话的补做期限"),
    meaning=_("走访或电话逾期多少个自然日仍没有记下，就记作没有做。"),
)
