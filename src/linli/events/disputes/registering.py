"""What lower rooms have to know of disputes."""

from collections.abc import Collection
from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import KindWords, keys_in, kinds
from linli.events.core.extensions import followers, insiders
from linli.events.core.flows import EVENT
from linli.events.core.models import Event
from linli.events.disputes import show
from linli.events.disputes.flows import DISPUTE, FOLLOW_UP, SEARCH, SESSION, TAKE_UP
from linli.events.disputes.following import move_disputes
from linli.events.disputes.mediating import mediated_by, mediating
from linli.events.disputes.models import Dispute, FollowUp, Party, SearchRound, Session
from linli.events.disputes.policies import MEDIATOR, can_see_disputes
from linli.events.disputes.rounds import begin_rounds
from linli.events.disputes.setup_views import TITLES
from linli.events.disputes.states import DisputeChannel, LegalRole, SessionOutcome, Side
from linli.flow.resources import Resource, add_moves, declare
from linli.flow.sections import add_section
from linli.kernel.actor import Actor
from linli.kernel.problems import Text
from linli.kernel.registry import MenuItem, Periodic, menu, periodic
from linli.people.policies import can_set_up


def register() -> None:
    menu.add("disputes", MenuItem(pgettext_lazy("several", "纠纷"), "disputes", _sees_disputes, position=25))
    menu.add("mediation", MenuItem(_("调解设置"), "mediation_setup", can_set_up, position=64))
    periodic.add("events.begin_searches", Periodic(timedelta(hours=1), begin_rounds))
    add_moves(EVENT, TAKE_UP, after="join")
    insiders.add("mediators", mediated_by)
    followers.add("disputes", move_disputes)
    add_section(Event, "dispute", show.mediation)
    _declare()
    _add_words()


def _declare() -> None:
    """Other systems hear nothing of disputes."""
    declare(
        Resource(
            DISPUTE,
            _("纠纷"),
            begun=pgettext_lazy("step", "开始调解"),
            seen=lambda actor: Dispute.objects.visible_to(actor).for_record(),
            tones=show.TONES,
            facts=show.facts,
            url_name="dispute",
            list_url_name="disputes",
            is_told_outside=False,
        )
    )
    declare(
        Resource(
            SESSION,
            _("调解"),
            begun=pgettext_lazy("step", "约定调解"),
            seen=lambda actor: Session.objects.visible_to(actor).for_list(),
            tones=show.TONES,
            facts=show.session_facts,
            is_told_outside=False,
        )
    )
    declare(
        Resource(
            FOLLOW_UP,
            _("回访"),
            begun=pgettext_lazy("step", "安排回访"),
            seen=lambda actor: FollowUp.objects.visible_to(actor).for_list(),
            tones=show.TONES,
            facts=show.visit_facts,
            is_told_outside=False,
        )
    )
    declare(
        Resource(
            SEARCH,
            _("矛盾纠纷排查"),
            begun=pgettext_lazy("step", "开始本月排查"),
            seen=lambda actor: SearchRound.objects.visible_to(actor).for_list(),
            tones=show.TONES,
            facts=lambda search: {"month": search.month},
            url_name="search",
            list_url_name="dispute_searches",
            is_told_outside=False,
        )
    )


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


def _sees_disputes(actor: Actor) -> bool:
    return can_see_disputes(actor) is not None or (actor.kind == "user" and actor.id in mediating.get())
