from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "linli.events.figures"

    def ready(self) -> None:
        from linli.events.figures import registering

        registering.register()
