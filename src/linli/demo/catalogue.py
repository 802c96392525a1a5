"""What can be reported in the demo, who answers for it, and where the rules differ."""

from dataclasses import dataclass
from typing import Any

from linli.demo.cast import COMMUNITY, DISTRICT, SUBDISTRICT
from linli.events.core import rules
from linli.places.rules import WORK_HOURS, Rule


@dataclass(frozen=True)
class Kind:
    """A category. ``units`` says which unit answers for it, by the code of the place; empty: its parent's do."""

    code: str
    name: str
    units: tuple[tuple[str, str], ...] = ()
    needs_photo: bool = False
    is_confidential: bool = False
    children: tuple["Kind", ...] = ()


def _of(unit: str) -> tuple[tuple[str, str], ...]:
    return ((DISTRICT, unit),)


KINDS = (
    Kind(
        "sanitation",
        "公共卫生",
        _of("区环卫中心"),
        children=(
            Kind("rubbish", "垃圾堆积", needs_photo=True),
            Kind("debris", "建筑垃圾乱倒", _of("区城管局"), needs_photo=True),
            Kind("toilet", "公厕"),
            Kind("pests", "蚊蝇鼠害"),
        ),
    ),
    Kind(
        "facilities",
        "公共设施",
        _of("区城管局"),
        children=(
            Kind("lamp", "路灯", needs_photo=True),
            Kind("manhole", "井盖", needs_photo=True),
            Kind("road", "道路破损", _of("区住建局"), needs_photo=True),
            Kind("pipe", "供水管道", _of("水务公司")),
            Kind("wires", "电线电缆", _of("电力公司")),
            Kind("fitness", "健身器材、座椅", ((DISTRICT, "区城管局"), (COMMUNITY, "滨江物业"))),
        ),
    ),
    Kind(
        "order",
        "公共秩序",
        _of("区城管局"),
        children=(
            Kind("parking", "车辆乱停", _of("区交警大队")),
            Kind("stalls", "占道经营"),
            Kind("noise", "噪音扰民", ((DISTRICT, "区公安分局"), (SUBDISTRICT, "泰山路派出所"))),
            Kind("dogs", "犬只", ((DISTRICT, "区公安分局"), (SUBDISTRICT, "泰山路派出所"))),
            Kind("posters", "乱贴乱画"),
        ),
    ),
    Kind(
        "safety",
        "公共安全",
        _of("区消防救援大队"),
        children=(
            Kind("gas", "燃气异味", _of("燃气公司")),
            Kind("falling_objects", "高空坠物", ((DISTRICT, "区住建局"), (COMMUNITY, "滨江物业")), needs_photo=True),
            Kind("fire_lane", "消防通道堵塞", needs_photo=True),
            Kind("charging", "楼道停放充电", ((DISTRICT, "区消防救援大队"), (COMMUNITY, "滨江物业"))),
        ),
    ),
    Kind(
        "environment",
        "生态环境",
        _of("区生态环境分局"),
        children=(
            Kind("fumes", "油烟"),
            Kind("sewage", "污水外溢", _of("水务公司"), needs_photo=True),
            Kind("dust", "扬尘"),
            Kind("trees", "树木绿化", _of("区城管局")),
        ),
    ),
    Kind(
        "disputes",
        "矛盾纠纷",
        is_confidential=True,
        children=(
            Kind("neighbours", "邻里纠纷"),
            Kind("family", "婚姻家庭纠纷"),
            Kind("property", "物业纠纷"),
            Kind("labour", "劳动报酬纠纷"),
        ),
    ),
    Kind("other", "其他", _of("区城管局")),
)

URGENT = ("gas", "falling_objects")
"""Round the clock: what leaks or falls does not wait for Monday."""
OTHER_HOURS = "430211101"
"""群丰镇 begins earlier and rests longer at noon."""

OVERRIDES: tuple[tuple[Rule[Any], str, str, str, str], ...] = (
    *((rules.ROUND_THE_CLOCK, DISTRICT, code, "是", "演示：涉及人身安全的类别全天候办理") for code in URGENT),
    *((rules.ACCEPT_WITHIN, DISTRICT, code, "30", "演示：涉及人身安全的类别半小时内受理") for code in URGENT),
    *((rules.SOLVE_WITHIN, DISTRICT, code, "480", "演示：涉及人身安全的类别八小时内处理") for code in URGENT),
    (rules.SOLVE_WITHIN, DISTRICT, "road", "4800", "演示：道路修补须排期，十个工作日"),
    (WORK_HOURS, OTHER_HOURS, "", "08:00-12:00 14:30-17:30", "演示：该镇作息不同"),
)
"""Rule, place, subject, value, source."""
