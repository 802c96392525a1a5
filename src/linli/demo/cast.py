"""The people and units of the demo: all invented, at real places of Tianyuan.

Those of the cast can sign in; everybody else only holds a post, so that matters find somebody everywhere.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.kernel.problems import Text
from linli.people.models import UnitKind
from linli.people.roles import Role

DISTRICT = "430211"
SUBDISTRICT = "430211002"
"""泰山路街道"""
COMMUNITY = "430211002010"
"""滨江居委会, where the stories play"""
NEIGHBOUR = "430211002011"
"""家园居委会, the community next door"""
GRID = "430211002010003"


@dataclass(frozen=True)
class Employer:
    """A unit to be founded."""

    name: str
    kind: UnitKind
    place: str = DISTRICT


UNITS = (
    Employer("区城管局", UnitKind.DEPARTMENT),
    Employer("区环卫中心", UnitKind.OFFICE),
    Employer("区住建局", UnitKind.DEPARTMENT),
    Employer("区民政局", UnitKind.DEPARTMENT),
    Employer("区生态环境分局", UnitKind.DEPARTMENT),
    Employer("区交警大队", UnitKind.DEPARTMENT),
    Employer("区消防救援大队", UnitKind.DEPARTMENT),
    Employer("区公安分局", UnitKind.DEPARTMENT),
    Employer("电力公司", UnitKind.UTILITY),
    Employer("水务公司", UnitKind.UTILITY),
    Employer("燃气公司", UnitKind.UTILITY),
    Employer("泰山路派出所", UnitKind.OFFICE, SUBDISTRICT),
    Employer("滨江物业", UnitKind.COMPANY, COMMUNITY),
    Employer("善邻社工服务中心", UnitKind.ORGANISATION, COMMUNITY),
    Employer("邻里读书会", UnitKind.ORGANISATION, COMMUNITY),
    Employer("便民超市", UnitKind.ORGANISATION, COMMUNITY),
)


@dataclass(frozen=True)
class Member:
    """One of the cast. ``seat`` is the code of a place, or the name of a unit; ``first`` is what to try first."""

    username: str
    name: str
    role: Role
    seat: str
    first: Text
    deputy: str = ""
    also: tuple[Role, str] | None = None
    """A second post, and its seat."""


CAST = (
    Member(
        "zhoufang",
        "周芳",
        Role.GRID_WORKER,
        GRID,
        _("打开“今天”，受理或当场解决网格里新报来的事；办结的事到现场看一看，再点“核查通过”或“返工”。"),
    ),
    Member(
        "hewei",
        "何伟",
        Role.COMMUNITY_WORKER,
        NEIGHBOUR,
        _("陈静请假，何伟代她派单和结案。时间线会写明“代陈静”。"),
    ),
    Member(
        "chenjing",
        "陈静",
        Role.COMMUNITY_WORKER,
        COMMUNITY,
        _("正在请假。看看自己不在的时候，谁替她办了什么。"),
        deputy="hewei",
    ),
    Member("qiantao", "钱涛", Role.HANDLER, "区城管局", _("接单、办结并附照片；不归城管局管的，写明理由退回。")),
    Member("dengwei", "邓伟", Role.HANDLER, "电力公司", _("电力公司的承办人：路灯和电线的事派到这里。")),
    Member("zhaoqiang", "赵强", Role.HANDLER, "泰山路派出所", _("片区民警：噪音、犬只一类的事派到派出所。")),
    Member("wangmin", "王敏", Role.DISPATCHER, SUBDISTRICT, _("看全街道的事件，处理逾期后升级上来的事，重新派单。")),
    Member("liujianguo", "刘建国", Role.LEADER, SUBDISTRICT, _("看哪些事逾期了，停在谁那里。")),
    Member(
        "luolin",
        "罗琳",
        Role.DISPATCHER,
        DISTRICT,
        _("区网格中心：看全区事件，搜索，导出 Excel；导入热线工单，把结果回传给平台。"),
    ),
    Member("yangju", "杨局", Role.LEADER, DISTRICT, _("看全区的情况，从列表点到每一件事。")),
    Member(
        "yangke",
        "杨科",
        Role.ORGANISATION_OFFICER,
        DISTRICT,
        _("区民政局：管全区社会组织名录，补录登记，看谁该评估、谁没有活动。"),
    ),
    Member(
        "zhoumei",
        "周梅",
        Role.ORGANISATION_OFFICER,
        SUBDISTRICT,
        _("街道社会组织专员：把发现的组织列入名录，办备案，指定组织代表。"),
    ),
    Member(
        "wuyue",
        "吴悦",
        Role.REPRESENTATIVE,
        "善邻社工服务中心",
        _("社工：代表善邻社工服务中心，维护中心的介绍和服务；也是街道的孵化专员。"),
        also=(Role.INCUBATOR, SUBDISTRICT),
    ),
    Member(
        "zheng",
        "郑老师",
        Role.REPRESENTATIVE,
        "邻里读书会",
        _("邻里读书会的代表：写读书会的介绍，登记成员和开放时间。"),
    ),
    Member("feng", "冯老板", Role.REPRESENTATIVE, "便民超市", _("便民超市的代表：看自己的公开页，改服务时间。")),
    Member("system", "系统员", Role.SYSTEM_ADMIN, DISTRICT, _("改类别、责任单位、时限规则和节假日。")),
    Member("security", "安全员", Role.SECURITY_ADMIN, DISTRICT, _("停用账号，重置密码，任命和免去岗位。")),
    Member("audit", "审计员", Role.AUDITOR, DISTRICT, _("查操作记录：谁、代谁、何时、做了什么；看哪些还没有封存。")),
)
ABSENT = "chenjing"
LEADER = "liujianguo"

SURNAMES = "李王张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜"
GIVEN_NAMES = (
    *("建华", "丽娟", "志强", "小红", "国平", "秀英", "海燕", "文斌", "玉兰", "俊杰", "晓东", "美玲", "永康", "春梅"),
    *("立新", "佳慧", "明亮", "雪琴", "子轩", "桂香", "振宇", "思雨", "卫民", "艳芳", "浩然", "静怡", "德胜", "云霞"),
)
