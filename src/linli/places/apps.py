from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlacesConfig(AppConfig):
    name = "linli.places"

    def ready(self) -> None:
        from linli.audit.words import COMMON, KindWords, kinds
        from linli.kernel.registry import MenuItem, Periodic, menu, periodic, verifications
        from linli.places.levels import Level
        from linli.places.lines import place_names
        from linli.places.models import EstateKind, Management, PremisesKind, Step
        from linli.places.policies import can_set_some_rules
        from linli.places.redrawing.late_arrivals import follow_up
        from linli.places.rules import declared
        from linli.places.verification import verify

        verifications.add("places", verify)
        periodic.add("places.follow_up", Periodic(timedelta(minutes=1), follow_up))
        menu.add("rules", MenuItem(pgettext_lazy("several", "规则"), "rules", can_set_some_rules, position=65))
        kinds.add(COMMON, KindWords(values={"place": place_names, "desk": dict(Level.choices)}))
        kinds.add(
            "rule",
            KindWords(
                _("规则"),
                acts={"set": _("设定规则"), "withdraw": _("撤回规则")},
                facts={"rule": _("规则"), "value": _("取值"), "subject": _("对象")},
                values={"rule": lambda names: {name: rule.title for name, rule in declared if name in names}},
            ),
        )
        kinds.add(
            "place",
            KindWords(
                _("地点"),
                acts={
                    "recode": _("变更地点代码"),
                    "merge": _("合并网格"),
                    "end": _("撤销网格"),
                    "split": _("拆分网格"),
                    "move_building": _("划转楼栋"),
                    "rename": _("地点改名"),
                    "households.set": _("填报户数"),
                    "grids.export": _("导出网格规模表"),
                    "premises.export": _("导出用房达标表"),
                },
                facts={"on": _("生效日"), "places": _("地点数"), "households": _("户数")},
            ),
        )
        kinds.add(
            "estate",
            KindWords(
                _("小区"),
                acts={"make": _("登记小区"), "edit": _("修改小区")},
                facts={"management": _("物业管理"), "households": _("户数"), "grid": _("网格")},
                values={
                    "kind": dict(EstateKind.choices),
                    "management": dict(Management.choices),
                    "grid": place_names,
                },
            ),
        )
        kinds.add(
            "premises",
            KindWords(
                _("服务用房"),
                acts={"make": _("登记服务用房"), "edit": _("修改服务用房"), "sign_off": _("三把关签核")},
                facts={"area": _("面积（平方米）"), "is_planned": _("规划中"), "step": _("签核")},
                values={"kind": dict(PremisesKind.choices), "step": dict(Step.choices)},
            ),
        )
        kinds.add(
            "import",
            KindWords(
                _("文件"),
                acts={"places.import": _("导入地点"), "places.boundaries": _("导入界线")},
            ),
        )
