from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "linli.organisations"

    def ready(self) -> None:
        from linli.organisations.onestop import registering as onestop
        from linli.organisations.registry import registering as registry

        for room in (registry, onestop):
            room.register()
