from django.apps import AppConfig

from linli.site.forms import use_plain_words


class SiteConfig(AppConfig):
    name = "linli.site"

    def ready(self) -> None:
        use_plain_words()
