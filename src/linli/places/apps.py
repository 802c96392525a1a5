from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "linli.places"

    def ready(self) -> None:
        from linli.kernel.registry import verifications
        from linli.places.verification import verify

        verifications.add("places", verify)
