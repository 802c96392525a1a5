"""The tables of an agreement, its periods and what is delivered; and who has one until when."""

import datetime
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.due import after_workdays, until_day
from linli.flow.flow import Flow
from linli.flow.moves import act, move, nobody
from linli.inbox.actions import Wait
from linli.kernel.actor import Actor
from linli.organisations.registry import assignees as waits
from linli.organisations.spaces import actions, policies, rules
from linli.organisations.spaces.forms import DeliverForm
from linli.organisations.spaces.models import Delivery, SpaceAgreement, SpacePeriod
from linli.organisations.spaces.policies import GIVING
from linli.organisations.spaces.states import AgreementState, DeliveryState, PeriodState
from linli.people.staffing import nearest

A, P, D = AgreementState, PeriodState, DeliveryState


def _behind(period: SpacePeriod, *, actor: Actor, data: None) -> Mapping[str, object]:
    period.warned_on = timezone.localdate()
    return {"owed": str(period.owed), "delivered": str(period.delivered)}


def giver(path: str) -> str:
    """The desk that looks after the premises."""
    return nearest(GIVING, path) or waits.officer(path)


def proposed(agreement: SpaceAgreement, now: datetime.datetime) -> Wait:
    day = after_workdays(now, rules.ACCEPT_WITHIN.at(agreement.path))
    holder = waits.representatives(agreement.organisation)
    return until_day(holder, day, path=agreement.path, since=now, escalate_to=giver(agreement.path))


def running(period: SpacePeriod, now: datetime.datetime) -> Wait:
    """The organisation, to the period's last day; who gave the premises hears when it ended short."""
    holder = waits.representatives(period.agreement.organisation)
    return until_day(holder, period.last_day, path=period.path, since=now, escalate_to=giver(period.path))


def told(delivery: Delivery, now: datetime.datetime) -> Wait:
    day = after_workdays(now, rules.CONFIRM_WITHIN.at(delivery.path))
    up = waits.above(delivery.path)
    return until_day(giver(delivery.path), day, path=delivery.path, since=now, escalate_to=up)


SPACE_AGREEMENT = Flow(
    SpaceAgreement,
    AgreementState,
    move(
        "accept",
        A.PROPOSED,
        A.IN_FORCE,
        _("同意协议"),
        allow=policies.can_agree,
        do=actions.accept,
        done_words=pgettext_lazy("step", "同意协议"),
    ),
    move(
        "decline",
        A.PROPOSED,
        A.DECLINED,
        _("不同意"),
        allow=policies.can_agree,
        needs_note=True,
        is_refusal=True,
        done_words=pgettext_lazy("agreement", "不同意"),
    ),
    move(
        "take_back",
        A.PROPOSED,
        A.DECLINED,
        _("撤回提议"),
        allow=policies.can_give,
        is_aside=True,
        done_words=pgettext_lazy("step", "撤回提议"),
    ),
    act(
        "deliver",
        (A.IN_FORCE,),
        _("报告服务"),
        allow=policies.can_deliver,
        form=DeliverForm,
        do=actions.deliver,
        is_aside=False,
        done_words=pgettext_lazy("step", "报告服务"),
    ),
    move(
        "break_off",
        A.IN_FORCE,
        A.BROKEN_OFF,
        _("提前终止"),
        allow=policies.can_give,
        do=actions.end,
        needs_note=True,
        is_refusal=True,
        is_aside=True,
        done_words=A.BROKEN_OFF.label,
    ),
    move(
        "give_back",
        A.IN_FORCE,
        A.BROKEN_OFF,
        _("提前退还场地"),
        allow=policies.can_agree,
        do=actions.end,
        needs_note=True,
        is_refusal=True,
        is_aside=True,
        done_words=pgettext_lazy("step", "提前退还场地"),
    ),
    move("run_out", A.IN_FORCE, A.ENDED, _("到期"), allow=nobody, do=actions.end, done_words=A.ENDED.label),
    move(
        "lapse",
        (A.PROPOSED, A.IN_FORCE),
        A.BROKEN_OFF,
        _("组织已退出"),
        allow=nobody,
        do=actions.end,
        done_words=_("组织已退出"),
    ),
    initial=A.PROPOSED,
    waits={A.PROPOSED: proposed},
)

SPACE_PERIOD = Flow(
    SpacePeriod,
    PeriodState,
    act("fall_behind", (P.RUNNING,), _("落后"), allow=nobody, do=_behind, done_words=_("进度落后，已提醒双方")),
    move("meet", P.RUNNING, P.MET, _("达到"), allow=nobody, do=actions.settle, done_words=_("本期达到约定")),
    move(
        "fall_short", P.RUNNING, P.SHORT, _("未达到"), allow=nobody, do=actions.settle, done_words=_("本期未达到约定")
    ),
    initial=P.RUNNING,
    waits={P.RUNNING: running},
)

DELIVERY = Flow(
    Delivery,
    DeliveryState,
    move(
        "confirm",
        D.TOLD,
        D.CONFIRMED,
        _("核实"),
        allow=policies.can_confirm,
        do=actions.confirm,
        done_words=pgettext_lazy("step", "核实"),
    ),
    move(
        "refuse",
        D.TOLD,
        D.REFUSED,
        _("不认可"),
        allow=policies.can_confirm,
        needs_note=True,
        is_refusal=True,
        done_words=pgettext_lazy("step", "不认可"),
    ),
    move(
        "take_back",
        D.TOLD,
        D.REFUSED,
        _("撤回"),
        allow=policies.can_take_back,
        is_aside=True,
        done_words=pgettext_lazy("step", "撤回"),
    ),
    move("lapse", D.TOLD, D.REFUSED, _("未及核实"), allow=nobody, done_words=_("到期未核实，不计入")),
    initial=D.TOLD,
    waits={D.TOLD: told},
)
