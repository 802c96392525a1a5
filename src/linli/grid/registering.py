"""What lower rooms have to know of events."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import ACTIONS, SUBJECTS, VALUES
from linli.flow.flow import flows
from linli.grid import (
    following,
    rules,  # noqa: F401 - declares the rules of events
)
from linli.grid.flows import EVENT
from linli.grid.hotline.dues import remarks_of
from linli.grid.policies import can_report
from linli.grid.states import Channel
from linli.kernel.registry import MenuItem, Mover, RecordKind, menu, movers, record_kinds


def register() -> None:
    menu.add("events", MenuItem(pgettext_lazy("several", "事件"), "events", can_report, position=20))
    flows.add("event", EVENT)
    record_kinds.add("event", RecordKind(_("事件"), lambda number: reverse("event", args=[number]), remarks_of))
    movers.add("events", Mover(_("未办结的事件"), following.look_at_events, following.move_events, position=20))
    responsible = Mover(_("责任单位"), following.look_at_responsible, following.move_responsible, position=25)
    movers.add("responsible", responsible)
    ACTIONS.update(
        {
            "event.begin": pgettext_lazy("step", "上报"),
            "event.follow": _("随网格调整转入新网格"),
            "event.export": _("导出事件列表"),
        }
    )
    SUBJECTS["event"] = _("事件")
    VALUES.update(Channel.choices)
