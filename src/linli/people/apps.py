from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "linli.people"

    def ready(self) -> None:
        from linli.kernel.registry import MenuItem, menu
        from linli.people.policies import can_grant, can_set_up

        menu.add("users", MenuItem(_("用户"), "users", lambda actor: bool(can_grant(actor))))
        menu.add("posts", MenuItem(_("岗位"), "posts", lambda actor: bool(can_grant(actor))))
        menu.add("units", MenuItem(_("单位"), "units", lambda actor: bool(can_set_up(actor))))
