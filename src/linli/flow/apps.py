from django.apps import AppConfig


class FlowConfig(AppConfig):
    name = "linli.flow"

    def ready(self) -> None:
        from linli.audit.words import ACTORS, COMMON, KindWords, kinds
        from linli.flow import rules  # noqa: F401 - declares the rules of all kinds of records

        kinds.add(COMMON, KindWords(values={"steps.kind": {**ACTORS, "user": ""}}))
