from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "linli.events.imports"

    def ready(self) -> None:
        from linli.events.imports import registering

        registering.register()
