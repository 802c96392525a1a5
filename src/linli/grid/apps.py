from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class GridConfig(AppConfig):
    name = "linli.grid"

    def ready(self) -> None:
        from linli.flow.flow import flows
        from linli.grid import rules  # noqa: F401 - declares the rules of events
        from linli.grid.flows import EVENT
        from linli.grid.policies import can_report
        from linli.kernel.registry import MenuItem, RecordKind, menu, record_kinds

        menu.add("events", MenuItem(_("事件"), "events", can_report, position=20))
        flows.add("event", EVENT)
        record_kinds.add("event", RecordKind(_("事件"), lambda number: reverse("event", args=[number])))
