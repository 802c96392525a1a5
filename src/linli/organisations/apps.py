from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "linli.organisations"

    def ready(self) -> None:
        from linli.organisations.experts import registering as experts
        from linli.organisations.imports import registering as imports
        from linli.organisations.incubation import registering as incubation
        from linli.organisations.leaving import registering as leaving
        from linli.organisations.members import registering as members
        from linli.organisations.onestop import registering as onestop
        from linli.organisations.ratings import registering as ratings
        from linli.organisations.registry import registering as registry
        from linli.organisations.services import registering as services
        from linli.organisations.setup import registering as setup
        from linli.organisations.spaces import registering as spaces

        rooms = (registry, services, members, onestop, incubation, experts, ratings, spaces, leaving, imports, setup)
        for room in rooms:
            room.register()
