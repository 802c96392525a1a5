"""How long putting right and checking again may take."""

from django.utils.translation import gettext_lazy as _

from linli.places.rules import Count, Days, Rule, declare

PUT_RIGHT_DAYS = declare(
    "platforms.put_right_days",
    kind=Days,
    default=20,
    unit=_("个工作日"),
    source=_("通行做法"),
    title=_("平台整改期限"),
    meaning=_("检查没有另定期限时，平台要在几个工作日内整改。"),
)
RECHECK_DAYS = declare(
    "platforms.recheck_days",
    kind=Days,
    default=10,
    unit=_("个工作日"),
    source=_("通行做法"),
    title=_("平台复查期限"),
    meaning=_("平台报告整改后，要在几个工作日内复查。"),
)

ONES = _("“1个社区（村）建设1个社会工作服务站、打造1个社区服务品牌项目、拥有1名全职社工和1个社区社会组织联合会” [000]")
LINKED = _(
    "“1257N”五社联动：1个社工室、至少2名社会工作者、备案至少5个社区社会组织、7支志愿者服务队伍、N个社会慈善资源 [004]"
)
OPEN_NUMBER = _("“1257N”五社联动 [004]；原文的 N 没有定数，先按 1 个")


def _least(part: str, default: int, unit: object, title: object, source: object) -> Rule[int]:
    return declare(
        f"standards.{part}",
        kind=Count,
        default=default,
        unit=unit,  # type: ignore[arg-type]  # translated texts
        source=source,  # type: ignore[arg-type]
        title=title,  # type: ignore[arg-type]
        meaning=_("每个社区至少应有多少。"),
    )


STATION = _least("station", 1, _("个"), _("五个一：社会工作服务站"), ONES)
BRAND = _least("brand", 1, _("个"), _("五个一：服务品牌项目"), ONES)
FULL_TIME = _least("full_time", 1, _("名"), _("五个一：全职社工"), ONES)
FEDERATION = _least("federation", 1, _("个"), _("五个一：社区社会组织联合会"), ONES)
ROOM = _least("room", 1, _("个"), _("1257N：社工室"), LINKED)
SOCIAL_WORKERS = _least("social_workers", 2, _("名"), _("1257N：社会工作者"), LINKED)
ON_FILE = _least("on_file", 5, _("个"), _("1257N：备案的社区社会组织"), LINKED)
TEAMS = _least("teams", 7, _("支"), _("1257N：志愿者服务队"), LINKED)
CHARITY = _least("charity", 1, _("个"), _("1257N：慈善资源"), OPEN_NUMBER)
