"""What lower rooms have to know of disputes."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import KindWords, keys_in, kinds
from linli.flow.flow import Flow, flows
from linli.flow.resources import name_kind
from linli.grid.disputes.flows import DISPUTE, FOLLOW_UP, SEARCH, SESSION
from linli.grid.disputes.policies import MEDIATOR, can_see_disputes
from linli.grid.disputes.rounds import begin_rounds
from linli.grid.disputes.setup_views import TITLES
from linli.grid.mediating import mediating
from linli.grid.models import Party
from linli.grid.states import DisputeChannel, LegalRole, SessionOutcome, Side
from linli.kernel.problems import Text
from linli.kernel.registry import MenuItem, Periodic, RecordKind, menu, periodic, record_kinds
from linli.people.policies import can_set_up


def register() -> None:
    menu.add("disputes", MenuItem(pgettext_lazy("several", "纠纷"), "disputes", _sees_disputes, position=25))
    menu.add("mediation", MenuItem(_("调解设置"), "mediation_setup", can_set_up, position=64))
    periodic.add("grid.begin_searches", Periodic(timedelta(hours=1), begin_rounds))
    _name(DISPUTE, _("纠纷"), "dispute", pgettext_lazy("step", "开始调解"))
    _name(SESSION, _("调解"), "dispute_part", pgettext_lazy("step", "约定调解"))
    _name(FOLLOW_UP, _("回访"), "dispute_part", pgettext_lazy("step", "安排回访"))
    _name(SEARCH, _("矛盾纠纷排查"), "search", pgettext_lazy("step", "开始本月排查"))
    _add_words()


def _name(flow: Flow[Any], title: Text, url_name: str, begun: Text) -> None:
    """Other systems hear nothing of disputes."""
    kind = flow.model.kind
    flows.add(kind, flow)
    record_kinds.add(kind, RecordKind(title, lambda number: reverse(url_name, args=[number]), is_told_outside=False))
    name_kind(flow, title, begun=begun)


def _add_words() -> None:
    roles = {MEDIATOR: _("调解员")}
    kinds.add(
        "dispute",
        KindWords(
            acts={"unmask": _("查看当事人完整信息"), "print": _("打印调解协议书")},
            facts={
                "side": _("哪一方"),
                "at": _("约定时间"),
                "to_whom": _("引导去向"),
                "is_oral": _("口头协议"),
                "on": _("日期"),
                "party": _("当事人"),
            },
            values={
                "role": roles,
                "channel": dict(DisputeChannel.choices),
                "side": dict(Side.choices),
                "party": _sides,
            },
        ),
    )
    kinds.add(
        "session",
        KindWords(
            facts={"at": _("约定时间"), "outcome": _("结果")},
            values={"role": roles, "outcome": dict(SessionOutcome.choices)},
        ),
    )
    kinds.add("followup", KindWords(values={"role": roles}))
    kinds.add("search", KindWords(facts={"looked_at": _("走访了多少处"), "found": _("发现")}))
    kinds.add(
        "mediation", KindWords(_("调解设置"), acts={"choice": _("修改调解类型或引导去向")}, values={"kind": TITLES})
    )
    kinds.add(
        "legal_post",
        KindWords(
            _("法律力量"),
            acts={"name": _("登记法律力量"), "end": _("结束法律力量")},
            values={"kind": dict(LegalRole.choices)},
        ),
    )


def _sides(keys: Collection[str]) -> dict[str, Text]:
    """A party's name stays out of the trail: which side it is of says enough."""
    found = Party.objects.filter(pk__in=keys_in(keys)).values_list("pk", "side")
    return {str(key): Side(side).label for key, side in found}


def _sees_disputes(actor: Any) -> bool:
    return can_see_disputes(actor) is not None or (actor.kind == "user" and actor.id in mediating.get())
