from django.apps import AppConfig


class IncubationConfig(AppConfig):
    name = "linli.organisations.incubation"

    def ready(self) -> None:
        from linli.organisations.incubation import registering

        registering.register()
