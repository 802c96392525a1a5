from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "linli.events.core"

    def ready(self) -> None:
        from linli.events.core import registering
        from linli.events.core.parts import registering as parts
        from linli.events.core.setup import registering as setup

        for part in (registering, parts, setup):
            part.register()
