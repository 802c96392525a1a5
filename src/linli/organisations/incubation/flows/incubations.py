"""The tables of finding, incubation, its evidence and visits; and who has one until when."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.due import after_workdays, until_day
from linli.flow.flow import Flow
from linli.flow.moves import act, move, nobody
from linli.inbox.actions import Wait
from linli.organisations.incubation import policies, rules
from linli.organisations.incubation.actions import evidence, finding, incubations, mentoring
from linli.organisations.incubation.forms.incubations import (
    AcceptedForm,
    DroppedForm,
    HandedOverForm,
    MentorsForm,
    ReturnedForm,
    VisitedForm,
)
from linli.organisations.incubation.models import Evidence, Finding, Incubation, MentorVisit, ServiceRequest
from linli.organisations.incubation.policies import INCUBATING
from linli.organisations.incubation.states import GOING_ON, EvidenceState, FindingState, IncubationState, VisitState
from linli.organisations.registry.assignees import above, officer, representatives
from linli.organisations.registry.policies import FINDING as FINDERS
from linli.people import holders
from linli.people.staffing import nearest

F, S, E, V = FindingState, IncubationState, EvidenceState, VisitState
UNANSWERED = (F.FOUND, F.INVITED, F.DECLINED, F.NO_ANSWER)


def incubator(path: str) -> str:
    """The nearest incubator at ``path`` or above; where there is none the officer."""
    return nearest(INCUBATING, path) or officer(path)


def to_be_invited(finding: Finding, now: datetime.datetime) -> Wait:
    return in_workdays(finding, incubator(finding.path), rules.REMIND_AFTER.at(finding.path), now)


def invited(finding: Finding, now: datetime.datetime) -> Wait:
    """Whoever finds hears again when no answer came: that is the reminder."""
    return in_workdays(
        finding, nearest(FINDERS, finding.path) or officer(finding.path), rules.REMIND_AFTER.at(finding.path), now
    )


def going(incubation: Incubation, now: datetime.datetime) -> Wait | None:
    """Its people send evidence; while that is looked at it waits by itself; in the end the incubator has it."""
    path = incubation.path
    if incubation.is_complete:
        return in_workdays(incubation, incubator(path), rules.REVIEW_WITHIN.at(path), now)
    if incubation.evidences.filter(step=incubation.step, state=EvidenceState.SENT).exists():
        return None
    days = datetime.timedelta(days=rules.STEP_WITHIN.at(path))
    return until_day(
        representatives(incubation.organisation),
        timezone.localdate(incubation.step_since) + days,
        path=path,
        since=incubation.step_since,
        escalate_to=incubator(path),
    )


def looked_at(evidence: Evidence, now: datetime.datetime) -> Wait:
    return in_workdays(evidence, incubator(evidence.path), rules.REVIEW_WITHIN.at(evidence.path), now)


def visit_due(visit: MentorVisit, now: datetime.datetime) -> Wait:
    return until_day(
        holders.of_user(visit.mentor_id), visit.due_on, path=visit.path, since=now, escalate_to=incubator(visit.path)
    )


def in_workdays(
    record: "Finding | Incubation | Evidence | ServiceRequest", holder: str, days: int, now: datetime.datetime
) -> Wait:
    return until_day(holder, after_workdays(now, days), path=record.path, since=now, escalate_to=above(record.path))


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
    waits={F.FOUND: to_be_invited, F.INVITED: invited},
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
        do=incubations.graduate,
        done_words=S.GRADUATED.label,
    ),
    act(
        "name_mentors",
        (S.GOING,),
        _("指定导师"),
        allow=policies.can_incubate,
        form=MentorsForm,
        do=incubations.name_mentors,
        is_aside=False,
        done_words=pgettext_lazy("step", "指定导师"),
    ),
    move("receive", S.GOING, S.GOING, _("交来材料"), allow=nobody),
    move("turn_back", S.GOING, S.GOING, _("材料被退回"), allow=nobody),
    move("reckon", S.GOING, S.GOING, _("现在到哪一步"), allow=nobody, do=incubations.reckon),
    move(
        "pause",
        S.GOING,
        S.PAUSED,
        _("暂停"),
        allow=policies.can_incubate,
        do=incubations.pause,
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
        do=incubations.resume,
        done_words=pgettext_lazy("step", "继续孵化"),
    ),
    move(
        "drop",
        GOING_ON,
        S.DROPPED,
        _("中途退出"),
        allow=policies.can_incubate,
        form=DroppedForm,
        do=incubations.drop,
        needs_note=True,
        is_refusal=True,
        is_aside=True,
        done_words=S.DROPPED.label,
    ),
    move("leave", GOING_ON, S.DROPPED, _("组织退出名录"), allow=nobody, do=incubations.drop),
    act(
        "comment",
        GOING_ON,
        _("补充说明"),
        allow=policies.can_incubate,
        needs_note=True,
        done_words=pgettext_lazy("step", "补充说明"),
    ),
    initial=S.GOING,
    waits={S.GOING: going},
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
    waits={E.SENT: looked_at},
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
    waits={V.DUE: visit_due},
)
