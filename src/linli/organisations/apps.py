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
        from linli.organisations.party import registering as party
        from linli.organisations.platforms import registering as platforms
        from linli.organisations.ratings import registering as ratings
        from linli.organisations.registry import registering as registry
        from linli.organisations.services import registering as services
        from linli.organisations.setup import registering as setup
        from linli.organisations.spaces import registering as spaces
        from linli.organisations.support import registering as support

        kept = (registry, services, members, onestop, incubation, experts, ratings, support, spaces, leaving)
        for room in (*kept, platforms, party, imports, setup):
            room.register()
