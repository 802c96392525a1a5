"""The tables of finding, incubation, its evidence and visits."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.flow import Flow
from linli.flow.moves import act, move, nobody
from linli.organisations.incubation import actions, deadlines, evidence, finding, mentoring, policies
from linli.organisations.incubation.forms import (
    AcceptedForm,
    DroppedForm,
    HandedOverForm,
    MentorsForm,
    ReturnedForm,
    VisitedForm,
)
from linli.organisations.incubation.models import Evidence, Finding, Incubation, MentorVisit
from linli.organisations.incubation.states import GOING_ON, EvidenceState, FindingState, IncubationState, VisitState

F, S, E, V = FindingState, IncubationState, EvidenceState, VisitState
UNANSWERED = (F.FOUND, F.INVITED, F.DECLINED, F.NO_ANSWER)

FINDING = Flow(
    Finding,
    FindingState,
    move(
        "accept",
        F.INVITED,
        F.ACCEPTED,
        _("接受邀请，开始孵化"),
        allow=policies.can_incubate,
        form=AcceptedForm,
        do=finding.accept,
        done_words=_("接受邀请，开始孵化"),
    ),
    move(
        "invite",
        (F.FOUND, F.DECLINED, F.NO_ANSWER),
        F.INVITED,
        _("邀请参加孵化"),
        allow=policies.can_invite,
        done_words=pgettext_lazy("step", "邀请参加孵化"),
    ),
    move(
        "remind",
        F.INVITED,
        F.INVITED,
        _("再次联系"),
        allow=policies.can_invite,
        needs_note=True,
        done_words=pgettext_lazy("step", "再次联系"),
    ),
    move(
        "decline",
        F.INVITED,
        F.DECLINED,
        _("谢绝"),
        allow=policies.can_invite,
        needs_note=True,
        is_refusal=True,
        done_words=F.DECLINED.label,
    ),
    move(
        "give_up",
        F.INVITED,
        F.NO_ANSWER,
        _("没有答复"),
        allow=policies.can_invite,
        is_refusal=True,
        done_words=F.NO_ANSWER.label,
    ),
    move("join", UNANSWERED, F.ACCEPTED, _("直接开始孵化"), allow=nobody),
    move("lapse", (F.FOUND, F.INVITED), F.NO_ANSWER, _("组织已退出"), allow=nobody),
    initial=F.FOUND,
    waits={F.FOUND: deadlines.to_be_invited, F.INVITED: deadlines.invited},
)

INCUBATION = Flow(
    Incubation,
    IncubationState,
    move(
        "graduate",
        S.GOING,
        S.GRADUATED,
        _("出壳，交给枢纽"),
        allow=policies.can_incubate,
        form=HandedOverForm,
        do=actions.graduate,
        done_words=S.GRADUATED.label,
    ),
    act(
        "name_mentors",
        (S.GOING,),
        _("指定导师"),
        allow=policies.can_incubate,
        form=MentorsForm,
        do=actions.name_mentors,
        is_aside=False,
        done_words=pgettext_lazy("step", "指定导师"),
    ),
    move("receive", S.GOING, S.GOING, _("交来材料"), allow=nobody),
    move("turn_back", S.GOING, S.GOING, _("材料被退回"), allow=nobody),
    move("reckon", S.GOING, S.GOING, _("现在到哪一步"), allow=nobody, do=actions.reckon),
    move(
        "pause",
        S.GOING,
        S.PAUSED,
        _("暂停"),
        allow=policies.can_incubate,
        do=actions.pause,
        needs_note=True,
        is_aside=True,
        done_words=S.PAUSED.label,
    ),
    move(
        "resume",
        S.PAUSED,
        S.GOING,
        _("继续孵化"),
        allow=policies.can_incubate,
        do=actions.resume,
        done_words=pgettext_lazy("step", "继续孵化"),
    ),
    move(
        "drop",
        GOING_ON,
        S.DROPPED,
        _("中途退出"),
        allow=policies.can_incubate,
        form=DroppedForm,
        do=actions.drop,
        needs_note=True,
        is_refusal=True,
        is_aside=True,
        done_words=S.DROPPED.label,
    ),
    move("leave", GOING_ON, S.DROPPED, _("组织退出名录"), allow=nobody, do=actions.drop),
    act(
        "comment",
        GOING_ON,
        _("补充说明"),
        allow=policies.can_incubate,
        needs_note=True,
        done_words=pgettext_lazy("step", "补充说明"),
    ),
    initial=S.GOING,
    waits={S.GOING: deadlines.going},
)

EVIDENCE = Flow(
    Evidence,
    EvidenceState,
    move(
        "accept",
        E.SENT,
        E.ACCEPTED,
        pgettext_lazy("evidence", "通过"),
        allow=policies.can_incubate,
        do=evidence.accept,
        done_words=_("材料通过"),
    ),
    move(
        "return",
        E.SENT,
        E.RETURNED,
        pgettext_lazy("evidence", "退回"),
        allow=policies.can_incubate,
        form=ReturnedForm,
        do=evidence.turn_back,
        is_refusal=True,
        done_words=_("材料退回"),
    ),
    move(
        "withdraw",
        (E.SENT, E.ACCEPTED),
        E.WITHDRAWN,
        pgettext_lazy("evidence", "撤回"),
        allow=policies.can_take_back,
        do=evidence.withdraw,
        is_refusal=True,
        done_words=_("材料撤回"),
    ),
    move("release", E.SENT, E.RELEASED, _("不再需要材料"), allow=nobody),
    initial=E.SENT,
    waits={E.SENT: deadlines.looked_at},
)

MENTOR_VISIT = Flow(
    MentorVisit,
    VisitState,
    move(
        "write_down",
        V.DUE,
        V.DONE,
        _("记下"),
        allow=policies.can_mentor,
        form=VisitedForm,
        do=mentoring.write_down,
        done_words=_("走访或电话记下了"),
    ),
    move("miss", V.DUE, V.MISSED, _("没有走访或电话"), allow=nobody),
    move("release", V.DUE, V.RELEASED, _("不再需要走访或电话"), allow=nobody),
    move("hand_over", V.DUE, V.DUE, _("交给新的导师"), allow=nobody, do=mentoring.hand_over),
    initial=V.DUE,
    waits={V.DUE: deadlines.visit_due},
)
