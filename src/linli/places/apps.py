from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlacesConfig(AppConfig):
    name = "linli.places"

    def ready(self) -> None:
        from linli.audit.words import ACTIONS, SUBJECTS
        from linli.kernel.registry import MenuItem, Periodic, menu, periodic, verifications
        from linli.places.policies import can_set_some_rules
        from linli.places.redrawing.stragglers import follow_up
        from linli.places.verification import verify

        verifications.add("places", verify)
        periodic.add("places.follow_up", Periodic(timedelta(minutes=1), follow_up))
        menu.add("rules", MenuItem(pgettext_lazy("several", "规则"), "rules", can_set_some_rules, position=65))
        ACTIONS.update(
            {
                "rule.set": _("设定规则"),
                "rule.withdraw": _("撤回规则"),
                "place.recode": _("变更地点代码"),
                "place.merge": _("合并网格"),
                "place.end": _("撤销网格"),
                "place.split": _("拆分网格"),
                "place.move_building": _("划转楼栋"),
                "place.rename": _("地点改名"),
                "households.set": _("填报户数"),
                "estate.make": _("登记小区"),
                "estate.edit": _("修改小区"),
                "premises.make": _("登记服务用房"),
                "premises.edit": _("修改服务用房"),
                "premises.sign_off": _("三把关签核"),
                "premises.export": _("导出用房达标表"),
                "grids.export": _("导出网格规模表"),
                "places.import": _("导入地点"),
                "places.boundaries": _("导入界线"),
            }
        )
        SUBJECTS.update(
            {
                "rule": _("规则"),
                "place": _("地点"),
                "places": _("地点"),
                "estate": _("小区"),
                "premises": _("服务用房"),
            }
        )
