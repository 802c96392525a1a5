"""The tables of a platform and of a visit to it; and who has one until when."""

import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.due import after_workdays, until_day
from linli.flow.flow import Flow
from linli.flow.moves import act, move, nobody
from linli.inbox.actions import Wait
from linli.organisations.platforms.actions import platforms
from linli.organisations.platforms.forms import AgainForm, HandOverForm, PlatformEditForm
from linli.organisations.platforms.models import Platform, PlatformCheck
from linli.organisations.platforms.policies import CHECKING, can_keep_platform, can_put_right, can_recheck, can_run
from linli.organisations.platforms.rules import RECHECK_DAYS
from linli.organisations.platforms.states import PlatformState, VisitState
from linli.organisations.registry.assignees import above, officer, representatives
from linli.people.staffing import nearest

P, V = PlatformState, VisitState


def to_put_right(visit: PlatformCheck, now: datetime.datetime) -> Wait | None:
    """Who runs the platform; nobody where everything was met."""
    if visit.put_right_by is None:
        return None
    operator = visit.platform.operator
    holder = representatives(operator) if operator else officer(visit.path)
    return until_day(holder, visit.put_right_by, path=visit.path, since=now, escalate_to=above(visit.path))


def to_recheck(visit: PlatformCheck, now: datetime.datetime) -> Wait:
    due = after_workdays(now, RECHECK_DAYS.at(visit.path))
    holder = nearest(CHECKING, visit.path) or officer(visit.path)
    return until_day(holder, due, path=visit.path, since=now, escalate_to=above(visit.path))


PLATFORM = Flow(
    Platform,
    PlatformState,
    act(
        "edit",
        (P.OPEN,),
        _("修改平台"),
        allow=can_run,
        form=PlatformEditForm,
        do=platforms.edit,
        is_aside=False,
        done_words=pgettext_lazy("step", "修改平台"),
    ),
    act(
        "hand_over",
        (P.OPEN,),
        _("换运营组织"),
        allow=can_keep_platform,
        form=HandOverForm,
        do=platforms.hand_over,
        done_words=pgettext_lazy("step", "换运营组织"),
    ),
    move(
        "close",
        P.OPEN,
        P.CLOSED,
        _("停办"),
        allow=can_keep_platform,
        do=platforms.close,
        needs_note=True,
        is_aside=True,
        is_refusal=True,
        done_words=P.CLOSED.label,
    ),
    move(
        "reopen",
        P.CLOSED,
        P.OPEN,
        _("重新开放"),
        allow=can_keep_platform,
        do=platforms.reopen,
        done_words=pgettext_lazy("step", "重新开放"),
    ),
    initial=P.OPEN,
    waits={},
)
VISIT = Flow(
    PlatformCheck,
    VisitState,
    move("pass", V.OPEN, V.DONE, _("全部达到"), allow=nobody),
    move(
        "report",
        V.OPEN,
        V.RIGHTED,
        _("报告整改"),
        allow=can_put_right,
        needs_note=True,
        done_words=pgettext_lazy("step", "报告整改"),
    ),
    move("confirm", V.RIGHTED, V.DONE, _("复查通过"), allow=can_recheck, done_words=pgettext_lazy("step", "复查通过")),
    move(
        "send_back",
        V.RIGHTED,
        V.OPEN,
        _("还没有改好"),
        allow=can_recheck,
        form=AgainForm,
        do=platforms.send_back,
        needs_note=True,
        is_refusal=True,
        done_words=pgettext_lazy("step", "还没有改好"),
    ),
    initial=V.OPEN,
    waits={V.OPEN: to_put_right, V.RIGHTED: to_recheck},
)
