from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "linli.organisations.registry"

    def ready(self) -> None:
        from linli.organisations.registry import registering
        from linli.organisations.registry.members import registering as members
        from linli.organisations.registry.services import registering as services

        for part in (registering, services, members):
            part.register()
