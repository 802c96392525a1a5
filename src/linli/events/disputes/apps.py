from django.apps import AppConfig


class DisputesConfig(AppConfig):
    name = "linli.events.disputes"

    def ready(self) -> None:
        from linli.events.disputes import registering

        registering.register()
