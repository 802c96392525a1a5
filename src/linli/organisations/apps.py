from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "linli.organisations"

    def ready(self) -> None:
        from linli.organisations.imports import registering as imports
        from linli.organisations.members import registering as members
        from linli.organisations.registry import registering as registry
        from linli.organisations.services import registering as services
        from linli.organisations.setup import registering as setup

        for room in (registry, services, members, imports, setup):
            room.register()
