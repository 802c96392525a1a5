from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "linli.organisations"

    def ready(self) -> None:
        from linli.organisations.imports import registering as imports
        from linli.organisations.leaving import registering as leaving
        from linli.organisations.members import registering as members
        from linli.organisations.registry import registering as registry
        from linli.organisations.services import registering as services
        from linli.organisations.setup import registering as setup
        from linli.organisations.spaces import registering as spaces

        for room in (registry, services, members, spaces, leaving, imports, setup):
            room.register()
