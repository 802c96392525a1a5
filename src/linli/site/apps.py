from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.site.forms import use_plain_words


class SiteConfig(AppConfig):
    name = "linli.site"

    def ready(self) -> None:
        from linli.audit.words import KindWords, kinds
        from linli.kernel.registry import MenuItem, menu
        from linli.people.policies import can_set_up

        use_plain_words()
        menu.add("holidays", MenuItem(pgettext_lazy("several", "节假日"), "holidays", can_set_up, position=64))
        kinds.add(
            "holiday",
            KindWords(
                _("节假日"),
                acts={"set": _("定节假日"), "clear": _("去掉节假日")},
                facts={"is_workday": _("上班")},
            ),
        )
