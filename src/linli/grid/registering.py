"""What lower rooms have to know of events."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import YES_OR_NO, KindWords, kinds, people
from linli.flow.flow import flows
from linli.flow.resources import name_kind
from linli.flow.timeline import FOLLOWED
from linli.grid import (
    following,
    rules,  # noqa: F401 - declares the rules of events
)
from linli.grid.catalogue import category_names
from linli.grid.filters import GROUPS
from linli.grid.flows import EVENT
from linli.grid.holding import HOLDINGS
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
    name_kind(EVENT, _("事件"), begun=pgettext_lazy("step", "上报"))
    kinds.add(
        "event",
        KindWords(
            acts={FOLLOWED: _("随网格调整转入新网格"), "export": _("导出事件列表")},
            facts={
                "desk": _("由哪一级分流"),
                "held": _("现由谁办"),
                "into_id": "",
                "joined": _("一并办结"),
                "late": _("逾期"),
                "leader_id": _("牵头负责人"),
                "times": _("第几次"),
            },
            values={
                "channel": dict(Channel.choices),
                "filters.state": {
                    **dict(EVENT.states.choices),
                    **{name: title for name, (title, _s) in GROUPS.items()},
                },
                "category": category_names,
                "held": HOLDINGS,
                "late": {"1": YES_OR_NO["True"]},
                "leader_id": people,
            },
        ),
    )
    kinds.add("rule", KindWords(values={"subject": category_names}))
    kinds.add("place", KindWords(facts={"events": _("未办结的事件"), "responsible": _("责任单位")}))
