from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "linli.organisations"

    def ready(self) -> None:
        from linli.organisations.leaving import registering as leaving
        from linli.organisations.registry import registering as registry
        from linli.organisations.spaces import registering as spaces
        from linli.organisations.support import registering as support

        for room in (registry, support, spaces, leaving):
            room.register()
