"""The tables of what a centre gives: services asked for, trainings and exchange visits; and who has one until when."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.due import until_day
from linli.flow.flow import Flow
from linli.flow.moves import act, move, nobody
from linli.inbox.actions import Wait
from linli.organisations.incubation import policies, rules
from linli.organisations.incubation.actions import centres
from linli.organisations.incubation.flows.incubations import in_workdays, incubator
from linli.organisations.incubation.forms.centres import AttendedForm, SignUpForm
from linli.organisations.incubation.models import ServiceRequest, Training
from linli.organisations.incubation.states import RequestState, TrainingState

R, T = RequestState, TrainingState


def asked(request: ServiceRequest, now: datetime.datetime) -> Wait:
    return in_workdays(request, incubator(request.path), rules.ANSWER_WITHIN.at(request.path), now)


def planned(training: Training, now: datetime.datetime) -> Wait:
    """Who came is written down within two days."""
    return until_day(
        incubator(training.path),
        timezone.localdate(training.starts_at) + datetime.timedelta(days=2),
        path=training.path,
        since=now,
        warn_at=training.starts_at,
    )


SERVICE_REQUEST = Flow(
    ServiceRequest,
    RequestState,
    move("give", R.ASKED, R.GIVEN, _("已提供服务"), allow=policies.can_incubate, done_words=_("服务已提供")),
    move(
        "refuse",
        R.ASKED,
        R.REFUSED,
        _("不能提供"),
        allow=policies.can_incubate,
        needs_note=True,
        is_refusal=True,
        done_words=_("服务未能提供"),
    ),
    move("release", R.ASKED, R.RELEASED, _("不再需要服务"), allow=nobody),
    initial=R.ASKED,
    waits={R.ASKED: asked},
)

TRAINING = Flow(
    Training,
    TrainingState,
    act(
        "sign_up",
        (T.PLANNED,),
        _("报名"),
        allow=policies.can_take_part,
        form=SignUpForm,
        do=centres.sign_up,
        is_aside=False,
        done_words=pgettext_lazy("step", "报名"),
    ),
    move(
        "hold",
        T.PLANNED,
        T.HELD,
        _("记下谁来了"),
        allow=policies.can_arrange,
        form=AttendedForm,
        do=centres.hold_training,
        done_words=T.HELD.label,
    ),
    move(
        "call_off",
        T.PLANNED,
        T.CALLED_OFF,
        _("取消培训"),
        allow=policies.can_arrange,
        needs_note=True,
        is_refusal=True,
        done_words=T.CALLED_OFF.label,
    ),
    initial=T.PLANNED,
    waits={T.PLANNED: planned},
)
