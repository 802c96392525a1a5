from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.site.forms import use_plain_words


class SiteConfig(AppConfig):
    name = "linli.site"

    def ready(self) -> None:
        from linli.audit.words import ACTIONS, SUBJECTS
        from linli.kernel.registry import MenuItem, menu
        from linli.people.policies import can_set_up

        use_plain_words()
        menu.add("holidays", MenuItem(pgettext_lazy("several", "节假日"), "holidays", can_set_up, position=64))
        ACTIONS.update({"holiday.set": _("定节假日"), "holiday.clear": _("去掉节假日")})
        SUBJECTS.update({"holiday": _("节假日")})
