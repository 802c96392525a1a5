from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "linli.organisations"

    def ready(self) -> None:
        from linli.organisations.leaving import registering as leaving
        from linli.organisations.party import registering as party
        from linli.organisations.platforms import registering as platforms
        from linli.organisations.registry import registering as registry
        from linli.organisations.spaces import registering as spaces

        for room in (registry, spaces, leaving, platforms, party):
            room.register()
