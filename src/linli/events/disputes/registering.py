"""What lower rooms have to know of disputes."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import ACTIONS, FACTS, SUBJECTS, VALUES
from linli.events.core.extensions import followers, insiders
from linli.events.core.flows import EVENT
from linli.events.core.models import Event
from linli.events.disputes import show
from linli.events.disputes.flows import DISPUTE, FOLLOW_UP, SEARCH, SESSION, TAKE_UP
from linli.events.disputes.following import move_disputes
from linli.events.disputes.mediating import mediated_by, mediating
from linli.events.disputes.models import Dispute, SearchRound
from linli.events.disputes.policies import MEDIATOR, can_see_disputes
from linli.events.disputes.rounds import begin_rounds
from linli.events.disputes.states import DisputeChannel, SessionOutcome, Side
from linli.flow.resources import Resource, declare
from linli.flow.sections import add_section
from linli.kernel.actor import Actor
from linli.kernel.registry import MenuItem, Periodic, menu, periodic
from linli.people.policies import can_set_up


def register() -> None:
    menu.add("disputes", MenuItem(pgettext_lazy("several", "纠纷"), "disputes", _sees_disputes, position=25))
    menu.add("mediation", MenuItem(_("调解设置"), "mediation_setup", can_set_up, position=64))
    periodic.add("events.begin_searches", Periodic(timedelta(hours=1), begin_rounds))
    EVENT.add(TAKE_UP, after="join")
    insiders.add("mediators", mediated_by)
    followers.add("disputes", move_disputes)
    add_section(Event, "dispute", show.mediation)
    declare(
        Resource(
            DISPUTE,
            _("纠纷"),
            seen=lambda actor: Dispute.objects.visible_to(actor).for_record(),
            tones=show.TONES,
            facts=show.facts,
            url_name="dispute",
            is_told_outside=False,
        )
    )
    for title, steps, facts in ((_("调解"), SESSION, show.session_facts), (_("回访"), FOLLOW_UP, show.visit_facts)):
        objects = steps.model._default_manager
        declare(
            Resource(
                steps,
                title,
                seen=lambda actor, objects=objects: objects.visible_to(actor).for_list(),
                tones=show.TONES,
                facts=facts,
                is_told_outside=False,
            )
        )
    declare(
        Resource(
            SEARCH,
            _("矛盾纠纷排查"),
            seen=lambda actor: SearchRound.objects.visible_to(actor).for_list(),
            tones=show.TONES,
            facts=lambda search: {"month": search.month},
            url_name="search",
            is_told_outside=False,
        )
    )
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
    SUBJECTS["legal_post"] = _("法律力量")
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


def _sees_disputes(actor: Actor) -> bool:
    return can_see_disputes(actor) is not None or (actor.kind == "user" and actor.id in mediating.get())
