from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "linli.organisations.spaces"

    def ready(self) -> None:
        from linli.organisations.spaces import registering

        registering.register()
