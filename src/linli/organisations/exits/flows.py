"""The table of a warning; who has one, and until when."""

import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.due import after_workdays, until_day
from linli.flow.flow import Flow
from linli.flow.moves import move, nobody
from linli.inbox.actions import Wait
from linli.organisations.exits import actions, policies
from linli.organisations.exits.forms import AnswerForm, StrikeForm
from linli.organisations.exits.models import ExitWarning
from linli.organisations.exits.rules import CHECK_WITHIN
from linli.organisations.exits.states import WarningState
from linli.organisations.registry.assignees import above, officer, representatives

S = WarningState


def warned(warning: ExitWarning, now: datetime.datetime) -> Wait:
    """The organisation's own people; the officer hears when the time is over."""
    return until_day(
        representatives(warning.organisation),
        warning.put_right_by,
        path=warning.path,
        since=now,
        escalate_to=officer(warning.path),
    )


def answered(warning: ExitWarning, now: datetime.datetime) -> Wait:
    day = after_workdays(now, CHECK_WITHIN.at(warning.path))
    return until_day(officer(warning.path), day, path=warning.path, since=now, escalate_to=above(warning.path))


EXIT_WARNING = Flow(
    ExitWarning,
    WarningState,
    move(
        "answer",
        S.WARNED,
        S.ANSWERED,
        _("报告整改"),
        allow=policies.can_answer,
        form=AnswerForm,
        do=actions.answer,
        done_words=pgettext_lazy("step", "报告整改"),
    ),
    move("accept", S.ANSWERED, S.PUT_RIGHT, _("整改到位"), allow=policies.can_check, done_words=S.PUT_RIGHT.label),
    move(
        "send_back",
        S.ANSWERED,
        S.WARNED,
        _("整改不够，继续整改"),
        allow=policies.can_check,
        do=actions.send_back,
        needs_note=True,
        is_refusal=True,
        done_words=_("整改不够，继续整改"),
    ),
    move(
        "strike_off",
        S.WARNED,
        S.STRUCK,
        _("注销退出"),
        allow=policies.can_strike_off,
        form=StrikeForm,
        do=actions.strike_off,
        is_refusal=True,
        done_words=S.STRUCK.label,
    ),
    move(
        "lift",
        (S.WARNED, S.ANSWERED),
        S.LIFTED,
        _("撤回预警"),
        allow=policies.can_check,
        needs_note=True,
        is_aside=True,
        done_words=S.LIFTED.label,
    ),
    move("lapse", (S.WARNED, S.ANSWERED), S.LIFTED, _("组织已退出"), allow=nobody, done_words=_("组织已退出")),
    initial=S.WARNED,
    waits={S.WARNED: warned, S.ANSWERED: answered},
)
