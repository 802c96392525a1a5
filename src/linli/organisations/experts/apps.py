from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "linli.organisations.experts"

    def ready(self) -> None:
        from linli.organisations.experts import registering

        registering.register()
