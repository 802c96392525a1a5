"""What lower rooms have to know of disputes."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import ACTIONS, FACTS, SUBJECTS, VALUES
from linli.flow.flow import flows
from linli.grid.disputes.flows import DISPUTE, FOLLOW_UP, SEARCH, SESSION
from linli.grid.disputes.policies import MEDIATOR, can_see_disputes
from linli.grid.disputes.rounds import begin_rounds
from linli.grid.mediating import mediating
from linli.grid.states import DisputeChannel, SessionOutcome, Side
from linli.kernel.problems import Text
from linli.kernel.registry import MenuItem, Periodic, RecordKind, menu, periodic, record_kinds
from linli.people.policies import can_set_up


def register() -> None:
    menu.add("disputes", MenuItem(pgettext_lazy("several", "纠纷"), "disputes", _sees_disputes, position=25))
    menu.add("mediation", MenuItem(_("调解设置"), "mediation_setup", can_set_up, position=64))
    periodic.add("grid.begin_searches", Periodic(timedelta(hours=1), begin_rounds))
    flows.add("dispute", DISPUTE)
    record_kinds.add("dispute", _untold(_("纠纷"), "dispute"))
    for title, steps in ((_("调解"), SESSION), (_("回访"), FOLLOW_UP)):
        flows.add(steps.model.kind, steps)
        record_kinds.add(steps.model.kind, _untold(title, "dispute_part"))
        SUBJECTS[steps.model.kind] = title
    flows.add("search", SEARCH)
    record_kinds.add("search", _untold(_("矛盾纠纷排查"), "search"))
    ACTIONS.update(
        {
            "dispute.begin": pgettext_lazy("step", "开始调解"),
            "dispute.unmask": _("查看当事人完整信息"),
            "dispute.print": _("打印调解协议书"),
            "session.begin": pgettext_lazy("step", "约定调解"),
            "followup.begin": pgettext_lazy("step", "安排回访"),
            "search.begin": pgettext_lazy("step", "开始本月排查"),
            "mediation.choice": _("修改调解类型或引导去向"),
            "legal_post.name": _("登记法律力量"),
            "legal_post.end": _("结束法律力量"),
        }
    )
    SUBJECTS.update({"dispute": _("纠纷"), "legal_post": _("法律力量"), "search": _("矛盾纠纷排查")})
    VALUES.update((*DisputeChannel.choices, *Side.choices, *SessionOutcome.choices, (MEDIATOR, _("调解员"))))
    FACTS.update(
        {
            "side": _("哪一方"),
            "outcome": _("结果"),
            "to_whom": _("引导去向"),
            "is_oral": _("口头协议"),
            "looked_at": _("走访了多少处"),
            "found": _("发现"),
            "party": _("当事人"),
        }
    )


def _sees_disputes(actor: Any) -> bool:
    return can_see_disputes(actor) is not None or (actor.kind == "user" and actor.id in mediating.get())


def _untold(title: Text, url_name: str) -> RecordKind:
    return RecordKind(title, lambda number: reverse(url_name, args=[number]), is_told_outside=False)
