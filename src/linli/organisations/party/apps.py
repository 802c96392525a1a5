from django.apps import AppConfig


class PartyConfig(AppConfig):
    name = "linli.organisations.party"

    def ready(self) -> None:
        from linli.organisations.party import registering

        registering.register()
