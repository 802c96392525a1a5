from django.apps import AppConfig


class FlowConfig(AppConfig):
    name = "linli.flow"

    def ready(self) -> None:
        from linli.flow import rules  # noqa: F401 - declares the rules of all kinds of records
