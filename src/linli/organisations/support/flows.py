"""The tables of a scheme and of what is asked for under it; and who has one until when."""

import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.due import after_workdays, until_day
from linli.flow.flow import Flow
from linli.flow.moves import act, move, nobody
from linli.inbox.actions import Wait
from linli.organisations.registry import assignees as waits
from linli.organisations.support import actions, policies, rules
from linli.organisations.support.forms import EditSchemeForm, GrantForm, ReportForm
from linli.organisations.support.models import Support, SupportScheme
from linli.organisations.support.states import SchemeState, SupportState

C, S = SchemeState, SupportState


def with_office(support: Support, now: datetime.datetime) -> Wait:
    """The officer of the place that offers it."""
    path = support.scheme.path
    day = after_workdays(now, rules.ANSWER_WITHIN.at(path))
    return until_day(waits.officer(path), day, path=path, since=now, escalate_to=waits.above(path))


def in_use(support: Support, now: datetime.datetime) -> Wait:
    """The organisation, until some time after it was to be used; the officer hears when no report comes."""
    path = support.scheme.path
    use_by = support.use_by or now.date()
    day = use_by + datetime.timedelta(days=rules.REPORT_WITHIN.at(path))
    holder = waits.representatives(support.organisation)
    return until_day(holder, day, path=path, since=now, escalate_to=waits.officer(path))


SUPPORT_SCHEME = Flow(
    SupportScheme,
    SchemeState,
    act(
        "edit",
        (C.OPEN,),
        _("修改"),
        allow=policies.can_offer,
        form=EditSchemeForm,
        do=actions.edit_scheme,
        done_words=pgettext_lazy("step", "修改"),
    ),
    move(
        "close",
        C.OPEN,
        C.CLOSED,
        _("停止受理"),
        allow=policies.can_offer,
        is_refusal=True,
        done_words=pgettext_lazy("step", "停止受理"),
    ),
    move(
        "reopen",
        C.CLOSED,
        C.OPEN,
        _("恢复受理"),
        allow=policies.can_offer,
        done_words=pgettext_lazy("step", "恢复受理"),
    ),
    initial=C.OPEN,
    waits={},
)

SUPPORT = Flow(
    Support,
    SupportState,
    move(
        "grant",
        S.ASKED,
        S.GRANTED,
        _("批准"),
        allow=policies.can_grant_support,
        form=GrantForm,
        do=actions.grant,
        done_words=pgettext_lazy("step", "批准"),
    ),
    move(
        "refuse",
        S.ASKED,
        S.REFUSED,
        _("不批准"),
        allow=policies.can_grant_support,
        needs_note=True,
        is_refusal=True,
        done_words=pgettext_lazy("step", "不批准"),
    ),
    move(
        "take_back",
        S.ASKED,
        S.TAKEN_BACK,
        _("撤回申请"),
        allow=policies.can_use,
        is_aside=True,
        done_words=S.TAKEN_BACK.label,
    ),
    move("lapse", S.ASKED, S.TAKEN_BACK, _("组织已退出"), allow=nobody, done_words=_("组织已退出")),
    move(
        "report",
        S.GRANTED,
        S.REPORTED,
        _("报告使用情况"),
        allow=policies.can_use,
        form=ReportForm,
        do=actions.report,
        done_words=pgettext_lazy("step", "报告使用情况"),
    ),
    move(
        "account",
        S.GRANTED,
        S.ENDED,
        _("组织已退出，代为结账"),
        allow=policies.can_account,
        form=ReportForm,
        do=actions.report,
        done_words=pgettext_lazy("step", "组织已退出，代为结账"),
    ),
    move("accept", S.REPORTED, S.ENDED, _("核实无误"), allow=policies.can_grant_support, done_words=S.ENDED.label),
    move(
        "send_back",
        S.REPORTED,
        S.GRANTED,
        _("退回补充"),
        allow=policies.can_grant_support,
        needs_note=True,
        is_refusal=True,
        done_words=pgettext_lazy("step", "退回补充"),
    ),
    initial=S.ASKED,
    waits={S.ASKED: with_office, S.GRANTED: in_use, S.REPORTED: with_office},
)
