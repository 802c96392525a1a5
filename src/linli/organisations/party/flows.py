"""The tables of party organisations, groups, the quarters of a rota, and swaps; and who has one until when."""

import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.due import after_workdays, until_day
from linli.flow.flow import Flow
from linli.flow.moves import act, move, nobody
from linli.inbox.actions import Wait
from linli.organisations.party.actions import hostings, parties
from linli.organisations.party.forms import AppointForm, CorrectForm, CoverForm, HoldForm, JoinForm
from linli.organisations.party.models import Hosting, PartyGroup, PartyOrganisation, Swap
from linli.organisations.party.policies import can_answer, can_host, can_keep_branch, can_keep_party, can_take_back
from linli.organisations.party.rules import SWAP_DAYS
from linli.organisations.party.states import GroupState, HostingState, PartyState, SwapState
from linli.organisations.registry.assignees import above, officer
from linli.people import holders

P, G, H, S = PartyState, GroupState, HostingState, SwapState


def holder_of(branch: PartyOrganisation, path: str) -> str:
    """Its secretary; where that one does not sign in, who acts for its organisation; else the officer."""
    secretary = branch.secretary
    if secretary and secretary.user_id:
        return holders.of_user(secretary.user_id)
    unit = branch.organisations.exclude(unit=None).values_list("unit_id", flat=True).first()
    return holders.of_unit(unit) if unit else officer(path)


def to_host(hosting: Hosting, now: datetime.datetime) -> Wait:
    """Until the last day of the quarter."""
    path = hosting.path
    holder = holder_of(hosting.branch, path)
    return until_day(holder, hosting.last_day, path=path, since=now, escalate_to=above(path))


def to_answer(swap: Swap, now: datetime.datetime) -> Wait:
    due = after_workdays(now, SWAP_DAYS.at(swap.path))
    holder = holder_of(swap.other_branch, swap.path)
    return until_day(holder, due, path=swap.path, since=now, escalate_to=above(swap.path))


PARTY = Flow(
    PartyOrganisation,
    PartyState,
    act(
        "appoint",
        (P.ACTIVE,),
        _("换书记"),
        allow=can_keep_party,
        form=AppointForm,
        do=parties.appoint,
        is_aside=False,
        done_words=pgettext_lazy("step", "换书记"),
    ),
    act(
        "correct",
        (P.ACTIVE,),
        _("修改党组织"),
        allow=can_keep_party,
        form=CorrectForm,
        do=parties.correct,
        done_words=pgettext_lazy("step", "修改党组织"),
    ),
    act(
        "join_group",
        (P.ACTIVE,),
        _("编入小组"),
        allow=can_keep_branch,
        form=JoinForm,
        do=parties.join_group,
        done_words=pgettext_lazy("step", "编入小组"),
    ),
    act(
        "leave_group",
        (P.ACTIVE,),
        _("退出小组"),
        allow=can_keep_branch,
        do=parties.leave_group,
        needs_note=True,
        done_words=pgettext_lazy("step", "退出小组"),
    ),
    act(
        "cover",
        (P.ACTIVE,),
        _("编入组织"),
        allow=can_keep_branch,
        form=CoverForm,
        do=parties.cover,
        done_words=pgettext_lazy("step", "编入组织"),
    ),
    act(
        "uncover",
        (P.ACTIVE,),
        _("去掉组织"),
        allow=can_keep_branch,
        form=CoverForm,
        do=parties.uncover,
        done_words=pgettext_lazy("step", "去掉组织"),
    ),
    move(
        "dissolve",
        P.ACTIVE,
        P.DISSOLVED,
        _("撤销"),
        allow=can_keep_party,
        do=parties.dissolve,
        needs_note=True,
        is_aside=True,
        is_refusal=True,
        done_words=P.DISSOLVED.label,
    ),
    initial=P.ACTIVE,
    waits={},
)
GROUP = Flow(
    PartyGroup,
    GroupState,
    move(
        "end",
        G.ACTIVE,
        G.ENDED,
        _("结束小组"),
        allow=can_keep_party,
        do=parties.end_group,
        needs_note=True,
        is_aside=True,
        is_refusal=True,
        done_words=G.ENDED.label,
    ),
    initial=G.ACTIVE,
    waits={},
)
HOSTING = Flow(
    Hosting,
    HostingState,
    move("call", H.PLANNED, H.DUE, _("轮到主持"), allow=nobody),
    move(
        "assign",
        H.PLANNED,
        H.PLANNED,
        _("改排"),
        allow=nobody,
        do=hostings.assign,
        done_words=pgettext_lazy("step", "改排"),
    ),
    move("reassign", H.DUE, H.DUE, _("改由别的支部主持"), allow=nobody, do=hostings.assign),
    move(
        "hold", H.DUE, H.HELD, _("记下活动"), allow=can_host, form=HoldForm, do=hostings.hold, done_words=H.HELD.label
    ),
    move(
        "miss",
        H.DUE,
        H.MISSED,
        _("没有办成"),
        allow=can_host,
        do=hostings.miss,
        needs_note=True,
        is_refusal=True,
        done_words=H.MISSED.label,
    ),
    move("free", (H.PLANNED, H.DUE), H.FREED, _("让出"), allow=nobody, done_words=H.FREED.label),
    initial=H.PLANNED,
    waits={H.DUE: to_host},
)
SWAP = Flow(
    Swap,
    SwapState,
    move("agree", S.ASKED, S.AGREED, _("同意互换"), allow=can_answer, do=hostings.agree, done_words=S.AGREED.label),
    move(
        "decline",
        S.ASKED,
        S.DECLINED,
        _("不同意"),
        allow=can_answer,
        needs_note=True,
        is_refusal=True,
        done_words=S.DECLINED.label,
    ),
    move(
        "take_back",
        S.ASKED,
        S.LAPSED,
        _("不换了"),
        allow=can_take_back,
        is_refusal=True,
        done_words=pgettext_lazy("step", "不换了"),
    ),
    move("lapse", S.ASKED, S.LAPSED, _("作罢"), allow=nobody, done_words=S.LAPSED.label),
    initial=S.ASKED,
    waits={S.ASKED: to_answer},
)
