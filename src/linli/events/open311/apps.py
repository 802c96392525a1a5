from django.apps import AppConfig


class Open311Config(AppConfig):
    name = "linli.events.open311"
