from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "linli.organisations.support"

    def ready(self) -> None:
        from linli.organisations.support import registering

        registering.register()
