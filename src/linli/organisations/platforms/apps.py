from django.apps import AppConfig


class PlatformsConfig(AppConfig):
    name = "linli.organisations.platforms"

    def ready(self) -> None:
        from linli.organisations.platforms import registering

        registering.register()
