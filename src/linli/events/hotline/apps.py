from django.apps import AppConfig


class HotlineConfig(AppConfig):
    name = "linli.events.hotline"

    def ready(self) -> None:
        from linli.events.hotline import registering

        registering.register()
