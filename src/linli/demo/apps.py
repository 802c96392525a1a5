from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "linli.demo"

    def ready(self) -> None:
        from linli.kernel.registry import MenuItem, menu

        menu.add("demo", MenuItem(_("演示：用谁的身份登录"), "demo_people", lambda actor: actor.kind == "visitor"))
