from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "linli.organisations.ratings"

    def ready(self) -> None:
        from linli.organisations.ratings import registering

        registering.register()
