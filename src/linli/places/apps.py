from typing import Any, cast

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlacesConfig(AppConfig):
    name = "linli.places"

    def ready(self) -> None:
        from linli.audit.words import ACTIONS, SUBJECTS
        from linli.kernel.registry import MenuItem, menu, verifications
        from linli.places.policies import can_set_some_rules
        from linli.places.verification import verify

        verifications.add("places", verify)
        shown = cast(Any, can_set_some_rules)  # whoever looks at a page can say which posts they hold
        menu.add("rules", MenuItem(pgettext_lazy("several", "规则"), "rules", shown, position=65))
        ACTIONS.update(
            {
                "rule.set": _("设定规则"),
                "rule.withdraw": _("撤回规则"),
                "place.recode": _("变更地点代码"),
                "places.import": _("导入地点"),
                "places.boundaries": _("导入界线"),
            }
        )
        SUBJECTS.update({"rule": _("规则"), "place": _("地点"), "places": _("地点")})
