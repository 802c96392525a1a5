from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "linli.organisations"

    def ready(self) -> None:
        from linli.organisations.party import registering as party
        from linli.organisations.platforms import registering as platforms
        from linli.organisations.registry import registering as registry

        for room in (registry, platforms, party):
            room.register()
