"""The tables of what other units do for an event."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.events.core.models import Assist, Extension, WhistleAnswer
from linli.events.core.parts import actions, deadlines, policies
from linli.events.core.parts.forms import ArrivalForm
from linli.events.core.states import AnswerState, AssistState, ExtensionState
from linli.flow.flow import Flow
from linli.flow.moves import move, nobody

ASSIST = Flow(
    Assist,
    AssistState,
    move("finish", AssistState.ASKED, AssistState.DONE, _("协办完毕"), allow=policies.is_unit, needs_note=True),
    move(
        "decline",
        AssistState.ASKED,
        AssistState.DECLINED,
        _("不予协办"),
        allow=policies.is_unit,
        needs_note=True,
        is_refusal=True,
    ),
    move(
        "call_off",
        AssistState.ASKED,
        AssistState.RELEASED,
        pgettext_lazy("move", "不再需要"),
        allow=policies.is_desk,
        needs_note=True,
        is_refusal=True,
        done_words=_("不再需要协办"),
    ),
    move("release", AssistState.ASKED, AssistState.RELEASED, _("不再需要协办"), allow=nobody),
    initial=AssistState.ASKED,
    waits={AssistState.ASKED: deadlines.assisting},
)

WHISTLE = Flow(
    WhistleAnswer,
    AnswerState,
    move(
        "answer",
        AnswerState.CALLED,
        AnswerState.ANSWERED,
        _("应哨"),
        allow=policies.is_unit,
        do=actions.answer,
        done_words=_("已应哨"),
    ),
    move(
        "arrive",
        AnswerState.ANSWERED,
        AnswerState.ARRIVED,
        _("到场"),
        allow=policies.is_unit,
        do=actions.arrive,
        needs_note=True,
        done_words=_("已到场"),
    ),
    move(
        "rate",
        AnswerState.ARRIVED,
        AnswerState.RATED,
        pgettext_lazy("whistle", "评哨"),
        allow=policies.is_caller,
        form=ArrivalForm,
        do=actions.rate,
    ),
    move(
        "call_off",
        (AnswerState.CALLED, AnswerState.ANSWERED),
        AnswerState.RELEASED,
        pgettext_lazy("move", "不再需要"),
        allow=policies.is_desk,
        do=actions.release_whistle,
        needs_note=True,
        is_refusal=True,
        done_words=_("不再需要到场"),
    ),
    move(
        "release",
        (AnswerState.CALLED, AnswerState.ANSWERED, AnswerState.ARRIVED),
        AnswerState.RELEASED,
        _("不再需要到场"),
        allow=nobody,
        do=actions.release_whistle,
    ),
    initial=AnswerState.CALLED,
    waits={
        AnswerState.CALLED: deadlines.answering,
        AnswerState.ANSWERED: deadlines.arriving,
        AnswerState.ARRIVED: deadlines.rating,
    },
)

EXTENSION = Flow(
    Extension,
    ExtensionState,
    move(
        "allow",
        ExtensionState.ASKED,
        ExtensionState.ALLOWED,
        _("同意延期"),
        allow=policies.is_desk,
        do=actions.allow_time,
    ),
    move(
        "refuse",
        ExtensionState.ASKED,
        ExtensionState.REFUSED,
        _("不同意延期"),
        allow=policies.is_desk,
        needs_note=True,
        is_refusal=True,
    ),
    move("release", ExtensionState.ASKED, ExtensionState.RELEASED, _("延期申请作废"), allow=nobody),
    initial=ExtensionState.ASKED,
    waits={ExtensionState.ASKED: deadlines.allowing},
)
