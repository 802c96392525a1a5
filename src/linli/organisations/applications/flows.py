"""The tables of an application and of what each department says to it; and who has one until when."""

import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.due import after_workdays, until_day
from linli.flow.flow import Flow
from linli.flow.moves import act, move, nobody
from linli.inbox.actions import Wait
from linli.organisations.applications import policies, rules
from linli.organisations.applications.actions import applications, deciding, opinions
from linli.organisations.applications.forms.applications import (
    ApproveForm,
    AuthorityForm,
    FillForm,
    ObjectForm,
    PaperForm,
    QuestionForm,
    RefuseForm,
    RevokeForm,
    SayingForm,
    SupplyForm,
)
from linli.organisations.applications.models import Application, Opinion
from linli.organisations.applications.states import UNDECIDED, UNDER_WAY, UNSENT, ApplicationState, OpinionState
from linli.organisations.registry import assignees as waits
from linli.people import holders

A, P = ApplicationState, OpinionState


def drafting(record: Application, now: datetime.datetime) -> Wait | None:
    """A draft waits for nobody, except an annual report, which is due."""
    if record.due_on is None:
        return None
    return _applicant(record, record.due_on, now)


def accepting(record: Application, now: datetime.datetime) -> Wait:
    return _officer(record, after_workdays(now, rules.ACCEPT_WITHIN.at(record.path)), now)


def completing(record: Application, now: datetime.datetime) -> Wait:
    return _applicant(record, after_workdays(now, rules.COMPLETE_WITHIN.at(record.path)), now)


def with_officer(record: Application, now: datetime.datetime) -> Wait:
    """With the officer; while the clock stands still, without an end."""
    if record.due_on is None:
        return Wait(waits.officer(record.path))
    return _officer(record, record.due_on, now)


def answering(record: Opinion, now: datetime.datetime) -> Wait:
    return until_day(
        holders.of_unit(record.unit_id),
        record.due_on or after_workdays(now, record.days),
        path=record.path,
        since=now,
        escalate_to=waits.above(record.path),
    )


def supplying(record: Opinion, now: datetime.datetime) -> Wait:
    """With the applicant; the officer hears when nothing comes."""
    return _applicant(record.application, after_workdays(now, rules.SUPPLY_WITHIN.at(record.path)), now)


def _applicant(record: Application, day: datetime.date, now: datetime.datetime) -> Wait:
    holder, officer = waits.representatives(record.organisation), waits.officer(record.path)
    return until_day(holder, day, path=record.path, since=now, escalate_to=officer if officer != holder else "")


def _officer(record: Application, day: datetime.date, now: datetime.datetime) -> Wait:
    return until_day(waits.officer(record.path), day, path=record.path, since=now, escalate_to=waits.above(record.path))


APPLICATION = Flow(
    Application,
    ApplicationState,
    move(
        "submit",
        UNSENT,
        A.SUBMITTED,
        _("提交申请"),
        allow=policies.can_apply,
        do=applications.submit,
        done_words=pgettext_lazy("step", "提交申请"),
    ),
    act(
        "fill",
        UNSENT,
        _("填写申请"),
        allow=policies.can_apply,
        form=FillForm,
        do=applications.fill,
        is_aside=False,
        done_words=pgettext_lazy("step", "填写申请"),
    ),
    act(
        "add_paper",
        UNSENT,
        _("上传材料"),
        allow=policies.can_apply,
        form=PaperForm,
        do=applications.add_paper,
        is_aside=False,
        done_words=pgettext_lazy("step", "上传材料"),
    ),
    move(
        "accept",
        A.SUBMITTED,
        A.ASKED,
        pgettext_lazy("application", "受理并请部门会办"),
        allow=policies.can_ask_departments,
        do=applications.accept,
        done_words=_("受理，请部门会办"),
    ),
    move(
        "accept_alone",
        A.SUBMITTED,
        A.COLLECTED,
        pgettext_lazy("application", "受理"),
        allow=policies.can_accept_alone,
        do=applications.accept,
        done_words=pgettext_lazy("application", "受理"),
    ),
    move(
        "send_back",
        A.SUBMITTED,
        A.RETURNED,
        _("退回补正"),
        allow=policies.can_decide,
        needs_note=True,
        is_refusal=True,
        done_words=_("退回补正"),
    ),
    move("stop_clock", A.ASKED, A.ASKED, _("停表"), allow=nobody, do=applications.stop_clock),
    move("run_clock", A.ASKED, A.ASKED, _("恢复计时"), allow=nobody, do=applications.run_clock),
    move("collect", A.ASKED, A.COLLECTED, _("部门意见齐了"), allow=nobody),
    move(
        "approve",
        UNDECIDED,
        A.APPROVED,
        pgettext_lazy("application", "通过"),
        allow=policies.can_approve,
        form=ApproveForm,
        do=deciding.approve,
        done_words=A.APPROVED.label,
    ),
    move(
        "record_registration",
        UNDECIDED,
        A.APPROVED,
        _("记下登记机关的决定"),
        allow=policies.can_record_registration,
        form=AuthorityForm,
        do=deciding.record_registration,
        done_words=_("登记机关已登记"),
    ),
    move(
        "refuse",
        UNDECIDED,
        A.REFUSED,
        pgettext_lazy("application", "不予通过"),
        allow=policies.can_decide,
        form=RefuseForm,
        do=deciding.refuse,
        is_refusal=True,
        done_words=A.REFUSED.label,
    ),
    move(
        "withdraw",
        UNDER_WAY,
        A.WITHDRAWN,
        _("撤回申请"),
        allow=policies.can_apply,
        do=applications.withdraw,
        needs_note=True,
        is_aside=True,
        is_refusal=True,
        done_words=pgettext_lazy("step", "撤回申请"),
    ),
    move("lapse", UNDER_WAY, A.WITHDRAWN, _("组织已退出"), allow=nobody, do=applications.withdraw),
    act(
        "revoke",
        (A.APPROVED,),
        _("撤销备案证书"),
        allow=policies.can_revoke,
        form=RevokeForm,
        do=applications.revoke,
        done_words=pgettext_lazy("step", "撤销备案证书"),
    ),
    initial=A.DRAFT,
    waits={
        A.DRAFT: drafting,
        A.SUBMITTED: accepting,
        A.RETURNED: completing,
        A.ASKED: with_officer,
        A.COLLECTED: with_officer,
    },
)

OPINION = Flow(
    Opinion,
    OpinionState,
    move(
        "agree",
        P.ASKED,
        P.AGREED,
        pgettext_lazy("opinion", "同意"),
        allow=policies.is_asked,
        form=SayingForm,
        do=opinions.give,
        done_words=pgettext_lazy("step", "同意"),
    ),
    move(
        "ask_more",
        P.ASKED,
        P.STOPPED,
        _("请申请人补充"),
        allow=policies.is_asked,
        form=QuestionForm,
        do=opinions.ask,
        done_words=pgettext_lazy("step", "请申请人补充"),
    ),
    move(
        "object",
        P.ASKED,
        P.OBJECTED,
        pgettext_lazy("opinion", "不同意"),
        allow=policies.is_asked,
        form=ObjectForm,
        do=opinions.give,
        is_refusal=True,
        done_words=pgettext_lazy("step", "不同意"),
    ),
    move(
        "supply",
        P.STOPPED,
        P.ASKED,
        _("答复并补充"),
        allow=policies.can_supply,
        form=SupplyForm,
        do=opinions.supply,
        done_words=_("申请人已补充"),
    ),
    move("release", (P.ASKED, P.STOPPED), P.RELEASED, _("不再等候"), allow=nobody, do=opinions.release),
    initial=P.ASKED,
    waits={P.ASKED: answering, P.STOPPED: supplying},
)
