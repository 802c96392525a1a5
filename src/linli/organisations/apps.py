from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "linli.organisations"

    def ready(self) -> None:
        from linli.organisations.experts import registering as experts
        from linli.organisations.ratings import registering as ratings
        from linli.organisations.registry import registering as registry

        for room in (registry, experts, ratings):
            room.register()
