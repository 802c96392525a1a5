"""The tables of a dispute, its sessions and the visits after an agreement."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.events.core.policies import can_take_up
from linli.events.core.states import EventState
from linli.events.disputes import actions, deadlines, policies, rounds
from linli.events.disputes.forms import (
    AgreementForm,
    ConfirmForm,
    HoldForm,
    MediatorsForm,
    PartyForm,
    ReferralForm,
    RemovalForm,
    SearchForm,
    SessionForm,
    TakeUpForm,
)
from linli.events.disputes.models import Dispute, FollowUp, SearchRound, Session
from linli.events.disputes.states import DisputeState, FollowUpState, SearchState, SessionState
from linli.flow.flow import Flow
from linli.flow.moves import act, move, nobody

D, S, V = DisputeState, SessionState, FollowUpState

DISPUTE = Flow(
    Dispute,
    DisputeState,
    act(
        "plan_session",
        (D.MEDIATING,),
        _("约定调解"),
        allow=policies.can_mediate,
        form=SessionForm,
        do=actions.plan_session,
        done_words=pgettext_lazy("step", "约定调解"),
        is_aside=False,
    ),
    move(
        "agree",
        D.MEDIATING,
        D.AGREED,
        _("达成协议"),
        allow=policies.can_mediate,
        form=AgreementForm,
        do=actions.agree,
        done_words=D.AGREED.label,
    ),
    move(
        "fail",
        D.MEDIATING,
        D.FAILED,
        _("调解不成"),
        allow=policies.can_mediate,
        form=ReferralForm,
        do=actions.fail,
        needs_note=True,
        is_refusal=True,
        done_words=D.FAILED.label,
    ),
    act(
        "add_party",
        (D.MEDIATING,),
        _("登记当事人"),
        allow=policies.can_mediate,
        form=PartyForm,
        do=actions.add_party,
        done_words=pgettext_lazy("step", "登记当事人"),
    ),
    act(
        "remove_party",
        (D.MEDIATING,),
        _("去掉当事人"),
        allow=policies.can_mediate,
        form=RemovalForm,
        do=actions.remove_party,
        done_words=pgettext_lazy("step", "去掉当事人"),
        needs_note=True,
    ),
    move(
        "name_mediators",
        D.MEDIATING,
        D.MEDIATING,
        _("换调解员"),
        allow=policies.can_direct,
        form=MediatorsForm,
        do=actions.name_mediators,
        done_words=pgettext_lazy("step", "换调解员"),
        is_aside=True,
    ),
    move(
        "hand_over",
        D.AGREED,
        D.AGREED,
        _("换调解员"),
        allow=policies.can_direct,
        form=MediatorsForm,
        do=actions.name_mediators,
        done_words=pgettext_lazy("step", "换调解员"),
        is_aside=True,
    ),
    act(
        "confirm",
        (D.AGREED,),
        _("申请司法确认"),
        allow=policies.can_mediate,
        form=ConfirmForm,
        do=actions.confirm,
        done_words=pgettext_lazy("step", "申请司法确认"),
        is_aside=False,
    ),
    move(
        "reopen",
        D.AGREED,
        D.MEDIATING,
        _("协议没有履行，重新调解"),
        allow=policies.can_mediate,
        do=actions.reopen,
        needs_note=True,
        is_refusal=True,
        done_words=_("协议没有履行，重新调解"),
    ),
    move(
        "break",
        D.AGREED,
        D.MEDIATING,
        _("没有履行，重新调解"),
        allow=nobody,
        do=actions.reopen,
        done_words=_("协议没有履行，重新调解"),
    ),
    move(
        "complete",
        D.AGREED,
        D.SETTLED,
        _("履行完毕，办结"),
        allow=policies.can_mediate,
        do=actions.complete,
        is_aside=True,
        done_words=D.SETTLED.label,
    ),
    move("resume", (D.SETTLED, D.FAILED), D.MEDIATING, _("再次调解"), allow=nobody, do=actions.resume),
    act(
        "comment",
        (D.MEDIATING, D.AGREED),
        _("补充说明"),
        allow=policies.can_mediate,
        needs_note=True,
        done_words=pgettext_lazy("step", "补充说明"),
    ),
    initial=D.MEDIATING,
    waits={D.MEDIATING: deadlines.mediating, D.AGREED: deadlines.agreed},
)

SESSION = Flow(
    Session,
    SessionState,
    move(
        "hold",
        S.PLANNED,
        S.HELD,
        _("记下调解"),
        allow=policies.can_mediate_in,
        form=HoldForm,
        do=actions.hold,
        done_words=_("调解了一次"),
    ),
    move(
        "miss",
        S.PLANNED,
        S.NOT_HELD,
        _("没有调解成"),
        allow=policies.can_mediate_in,
        needs_note=True,
        is_refusal=True,
        done_words=_("约定的调解没有进行"),
    ),
    move("release", S.PLANNED, S.RELEASED, _("不再需要这次调解"), allow=nobody),
    move("hand_over", S.PLANNED, S.PLANNED, _("交给新的调解员"), allow=nobody),
    initial=S.PLANNED,
    waits={S.PLANNED: deadlines.planned},
)

FOLLOW_UP = Flow(
    FollowUp,
    FollowUpState,
    move(
        "keep",
        V.DUE,
        V.KEPT,
        _("在履行"),
        allow=policies.can_visit,
        do=actions.keep,
        needs_note=True,
        done_words=_("回访：在履行"),
    ),
    move(
        "break",
        V.DUE,
        V.BROKEN,
        _("没有履行"),
        allow=policies.can_visit,
        do=actions.broken,
        needs_note=True,
        is_refusal=True,
        done_words=_("回访：没有履行"),
    ),
    move("release", V.DUE, V.RELEASED, _("不再需要回访"), allow=nobody),
    move("hand_over", V.DUE, V.DUE, _("交给新的调解员"), allow=nobody),
    initial=V.DUE,
    waits={V.DUE: deadlines.visit_due},
)

SEARCH = Flow(
    SearchRound,
    SearchState,
    move(
        "search",
        SearchState.DUE,
        SearchState.DONE,
        _("记下排查"),
        allow=policies.can_search,
        form=SearchForm,
        do=rounds.search,
        done_words=SearchState.DONE.label,
    ),
    move("lapse", SearchState.DUE, SearchState.LAPSED, _("没有排查"), allow=nobody),
    initial=SearchState.DUE,
    waits={SearchState.DUE: rounds.due},
)

TAKE_UP = move(
    "take_up",
    (EventState.REPORTED, EventState.ACCEPTED),
    EventState.MEDIATING,
    _("开始调解"),
    allow=can_take_up,
    form=TakeUpForm,
    do=actions.take_up,
    done_words=pgettext_lazy("step", "开始调解"),
)
"""The event's own move into mediation, which this room adds to the event's table."""
