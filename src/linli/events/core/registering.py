"""What lower rooms have to know of events."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import YES_OR_NO, KindWords, kinds, people
from linli.events.core import following, show
from linli.events.core.catalogue import category_names
from linli.events.core.extensions import insiders, remarks_of
from linli.events.core.filters import GROUPS, narrowed
from linli.events.core.flows import EVENT
from linli.events.core.holding import HOLDINGS
from linli.events.core.models import Event
from linli.events.core.parts.policies import shared_with
from linli.events.core.policies import can_report
from linli.events.core.states import Channel
from linli.flow.resources import Resource, declare
from linli.flow.timeline import FOLLOWED
from linli.kernel.registry import MenuItem, RedrawingHandler, menu, redrawing_handlers


def register() -> None:
    menu.add("events", MenuItem(pgettext_lazy("several", "事件"), "events", can_report, position=20))
    declare(
        Resource(
            EVENT,
            _("事件"),
            begun=pgettext_lazy("step", "上报"),
            seen=lambda actor: Event.objects.visible_to(actor).for_list(),
            tones=show.TONES,
            facts=show.facts,
            narrowed=narrowed,
            sheet=show.SHEET,
            url_name="event",
            list_url_name="events",
            remarks=remarks_of,
        )
    )
    insiders.add("units", shared_with)
    redrawing_handlers.add(
        "events", RedrawingHandler(_("未办结的事件"), following.look_at_events, following.move_events, position=20)
    )
    responsible = RedrawingHandler(
        _("责任单位"), following.look_at_responsible, following.move_responsible, position=25
    )
    redrawing_handlers.add("responsible", responsible)
    kinds.add(
        "event",
        KindWords(
            acts={FOLLOWED: _("随网格调整转入新网格")},
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
