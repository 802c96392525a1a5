"""The standards for communities as declared data: what each part counts, and the rule that says how many."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.kernel.problems import Text
from linli.organisations.platforms import rules
from linli.places.rules import Rule

ONES, LINKED = "ones", "1257n"
STANDARDS: dict[str, Text] = {ONES: _("五个一"), LINKED: "1257N"}
SOURCES = {ONES: rules.ONES, LINKED: rules.LINKED}


@dataclass(frozen=True)
class Part:
    """One number that a community is held to. ``is_entered``: the community puts it down; else Linli counts it."""

    code: str
    standard: str
    title: Text
    rule: Rule[int]
    meaning: Text
    is_entered: bool = False


PARTS: Sequence[Part] = (
    Part("station", ONES, _("服务站"), rules.STATION, _("设在这个社区、正在开放的社区工作站。")),
    Part("brand", ONES, _("品牌项目"), rules.BRAND, _("社区打造的服务品牌项目，由社区填报。"), is_entered=True),
    Part("full_time", ONES, _("全职社工"), rules.FULL_TIME, _("社区的全职社工人数，由社区填报。"), is_entered=True),
    Part("federation", ONES, _("联合会"), rules.FEDERATION, _("作用是“联合会”、已备案或已登记的社会组织。")),
    Part("room", LINKED, _("社工室"), rules.ROOM, _("已投入使用的服务用房中的社工站、社工室。")),
    Part(
        "social_workers",
        LINKED,
        _("社会工作者"),
        rules.SOCIAL_WORKERS,
        _("在社区工作的社会工作者人数，由社区填报。"),
        is_entered=True,
    ),
    Part(
        "on_file",
        LINKED,
        _("备案组织"),
        rules.ON_FILE,
        _("在这个社区备案的社会组织；后来登记了的仍然算。业主委员会、企业、驻区单位不算。"),
    ),
    Part("teams", LINKED, _("志愿队"), rules.TEAMS, _("志愿者服务队的支数，由社区填报。"), is_entered=True),
    Part("charity", LINKED, _("慈善资源"), rules.CHARITY, _("链接到社区的社会慈善资源，由社区填报。"), is_entered=True),
)
BY_CODE = {part.code: part for part in PARTS}
ENTERED = tuple(part for part in PARTS if part.is_entered)


def parts_of(standard: str) -> Sequence[Part]:
    """Of one standard; of both where ``standard`` names none."""
    return [part for part in PARTS if standard not in STANDARDS or part.standard == standard]
