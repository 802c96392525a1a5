from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "linli.organisations"

    def ready(self) -> None:
        from linli.organisations.incubation import registering as incubation
        from linli.organisations.leaving import registering as leaving
        from linli.organisations.registry import registering as registry
        from linli.organisations.spaces import registering as spaces

        for room in (registry, incubation, spaces, leaving):
            room.register()
