from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "linli.organisations"

    def ready(self) -> None:
        from linli.organisations.experts import registering as experts
        from linli.organisations.leaving import registering as leaving
        from linli.organisations.ratings import registering as ratings
        from linli.organisations.registry import registering as registry
        from linli.organisations.spaces import registering as spaces

        for room in (registry, experts, ratings, spaces, leaving):
            room.register()
