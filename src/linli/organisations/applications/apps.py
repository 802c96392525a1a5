from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "linli.organisations.applications"

    def ready(self) -> None:
        from linli.organisations.applications import registering

        registering.register()
