"""The event's table of moves."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.flow import Flow
from linli.flow.moves import act, move
from linli.grid import actions, deadlines, policies
from linli.grid.forms import DispatchForm, EvidenceForm, PhotosForm, RateForm
from linli.grid.models import Event
from linli.grid.states import OPEN, EventState

S = EventState

EVENT = Flow(
    Event,
    EventState,
    move("accept", S.REPORTED, S.ACCEPTED, _("受理"), allow=policies.can_triage, done_words=_("已受理")),
    move(
        "solve",
        S.REPORTED,
        S.CLOSED,
        _("当场解决"),
        allow=policies.can_triage,
        form=EvidenceForm,
        do=actions.solve,
        needs_note=True,
        note_is_public=True,
        done_words=pgettext_lazy("step", "当场解决"),
    ),
    move(
        "reject",
        S.REPORTED,
        S.REJECTED,
        _("不予受理"),
        allow=policies.can_triage,
        do=actions.end,
        needs_note=True,
        note_is_public=True,
        is_refusal=True,
        done_words=S.REJECTED.label,
    ),
    move(
        "dispatch",
        S.ACCEPTED,
        S.DISPATCHED,
        _("派单"),
        allow=policies.can_dispatch,
        form=DispatchForm,
        do=actions.dispatch,
        done_words=_("已派单"),
    ),
    move("start", S.DISPATCHED, S.IN_PROGRESS, _("接单"), allow=policies.can_handle, done_words=_("开始处理")),
    move(
        "finish",
        S.IN_PROGRESS,
        S.DONE,
        _("办结"),
        allow=policies.can_handle,
        form=EvidenceForm,
        do=actions.finish,
        needs_note=True,
        note_is_public=True,
        done_words=_("处理完毕"),
    ),
    move(
        "send_back",
        (S.DISPATCHED, S.IN_PROGRESS),
        S.ACCEPTED,
        _("退回"),
        allow=policies.can_handle,
        do=actions.send_back,
        needs_note=True,
        is_refusal=True,
        done_words=_("退回重新派单"),
    ),
    move(
        "check",
        S.DONE,
        S.CHECKED,
        _("核查通过"),
        allow=policies.can_check,
        done_words=pgettext_lazy("step", "核查通过"),
    ),
    move(
        "rework",
        S.DONE,
        S.IN_PROGRESS,
        _("返工"),
        allow=policies.can_check,
        needs_note=True,
        is_refusal=True,
        done_words=_("核查未通过，返工"),
    ),
    move("close", S.CHECKED, S.CLOSED, _("结案"), allow=policies.can_close, do=actions.end, done_words=_("已结案")),
    act(
        "rate",
        (S.CLOSED,),
        _("评价"),
        allow=policies.can_rate,
        form=RateForm,
        do=actions.rate,
        done_words=_("上报人评价"),
    ),
    move(
        "reopen",
        (S.CLOSED,),
        S.ACCEPTED,
        _("没有解决，要求重办"),
        allow=policies.is_reporter,
        do=actions.reopen,
        needs_note=True,
        note_is_public=True,
        is_refusal=True,
        done_words=_("上报人要求重办"),
    ),
    act(
        "comment",
        OPEN,
        _("补充说明"),
        allow=policies.can_comment,
        needs_note=True,
        done_words=pgettext_lazy("step", "补充说明"),
    ),
    act(
        "add_photos",
        OPEN,
        _("补充照片"),
        allow=policies.can_comment,
        form=PhotosForm,
        do=actions.photograph,
        done_words=pgettext_lazy("step", "补充照片"),
    ),
    initial=S.REPORTED,
    waits={
        S.REPORTED: deadlines.reported,
        S.ACCEPTED: deadlines.accepted,
        S.DISPATCHED: deadlines.dispatched,
        S.IN_PROGRESS: deadlines.in_progress,
        S.DONE: deadlines.done,
        S.CHECKED: deadlines.checked,
    },
)
