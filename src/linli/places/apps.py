from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "linli.places"

    def ready(self) -> None:
        from linli.kernel.registry import MenuItem, menu, verifications
        from linli.places.policies import can_set_some_rules
        from linli.places.verification import verify

        verifications.add("places", verify)
        menu.add("rules", MenuItem(_("规则"), "rules", can_set_some_rules))
