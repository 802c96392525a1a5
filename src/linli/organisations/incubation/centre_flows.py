"""The tables of what a centre gives: services that are asked for, trainings."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.flow import Flow
from linli.flow.moves import act, move, nobody
from linli.organisations.incubation import centre, deadlines, policies
from linli.organisations.incubation.centre_forms import AttendedForm, SignUpForm
from linli.organisations.incubation.models import ServiceRequest, Training
from linli.organisations.incubation.states import RequestState, TrainingState

R, T = RequestState, TrainingState

SERVICE_REQUEST = Flow(
    ServiceRequest,
    RequestState,
    move(
        "give",
        R.ASKED,
        R.GIVEN,
        _("已提供服务"),
        allow=policies.can_incubate,
        done_words=_("服务已提供"),
    ),
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
    waits={R.ASKED: deadlines.asked},
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
        do=centre.sign_up,
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
        do=centre.hold_training,
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
    waits={T.PLANNED: deadlines.planned},
)
