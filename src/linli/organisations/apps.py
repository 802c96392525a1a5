from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "linli.organisations"

    def ready(self) -> None:
        from linli.organisations.incubation import registering as incubation
        from linli.organisations.registry import registering as registry

        for room in (registry, incubation):
            room.register()
