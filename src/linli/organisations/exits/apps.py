from django.apps import AppConfig


class ExitsConfig(AppConfig):
    name = "linli.organisations.exits"

    def ready(self) -> None:
        from linli.organisations.exits import registering

        registering.register()
