from django.apps import AppConfig


class ToyConfig(AppConfig):
    name = "tests.toy"

    def ready(self) -> None:
        from tests.toy import registering

        registering.register()
