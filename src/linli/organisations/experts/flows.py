"""The tables of an expert and of a draw; and who has one until when."""

import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.due import after_workdays, until_day
from linli.flow.flow import Flow
from linli.flow.moves import act, move
from linli.inbox.actions import Wait
from linli.organisations.experts.actions import draws, experts
from linli.organisations.experts.forms import EditForm, ReplaceForm, RevealForm, TieForm, UntieForm, VoidForm
from linli.organisations.experts.models import Draw, Expert
from linli.organisations.experts.policies import can_draw, can_keep_expert, can_speak
from linli.organisations.experts.rules import DRAW_WITHIN
from linli.organisations.experts.states import DrawState, ExpertState
from linli.organisations.registry.assignees import above, officer

E, D = ExpertState, DrawState


def step(draw: Draw, now: datetime.datetime) -> Wait:
    """The next step is the officer's."""
    day = after_workdays(now, DRAW_WITHIN.at(draw.path))
    return until_day(officer(draw.path), day, path=draw.path, since=now, escalate_to=above(draw.path))


EXPERT = Flow(
    Expert,
    ExpertState,
    act(
        "declare_tie",
        (E.ACTIVE, E.SUSPENDED),
        _("申报关系"),
        allow=can_speak,
        form=TieForm,
        do=experts.declare_tie,
        is_aside=False,
        done_words=_("申报了一项关系"),
    ),
    act(
        "end_tie",
        (E.ACTIVE, E.SUSPENDED),
        _("关系已结束"),
        allow=can_speak,
        form=UntieForm,
        do=experts.end_tie,
        done_words=_("一项关系已结束"),
    ),
    act(
        "edit",
        (E.ACTIVE, E.SUSPENDED),
        _("修改资料"),
        allow=can_speak,
        form=EditForm,
        do=experts.edit,
        done_words=pgettext_lazy("step", "修改资料"),
    ),
    move(
        "suspend",
        E.ACTIVE,
        E.SUSPENDED,
        pgettext_lazy("expert", "暂停"),
        allow=can_keep_expert,
        needs_note=True,
        is_refusal=True,
        is_aside=True,
        done_words=E.SUSPENDED.label,
    ),
    move(
        "resume",
        E.SUSPENDED,
        E.ACTIVE,
        pgettext_lazy("expert", "恢复"),
        allow=can_keep_expert,
        needs_note=True,
        done_words=pgettext_lazy("expert", "已恢复"),
    ),
    move(
        "leave",
        (E.ACTIVE, E.SUSPENDED),
        E.LEFT,
        pgettext_lazy("expert", "退出专家库"),
        allow=can_keep_expert,
        needs_note=True,
        is_refusal=True,
        is_aside=True,
        done_words=E.LEFT.label,
    ),
    initial=E.ACTIVE,
    waits={},
)

DRAW = Flow(
    Draw,
    DrawState,
    move("fix", D.COMMITTED, D.FIXED, _("固定候选名单"), allow=can_draw, do=draws.fix, done_words=D.FIXED.label),
    move(
        "draw",
        D.FIXED,
        D.DRAWN,
        _("揭示种子并抽取"),
        allow=can_draw,
        form=RevealForm,
        do=draws.draw_seats,
        done_words=D.DRAWN.label,
    ),
    move(
        "replace",
        D.DRAWN,
        D.DRAWN,
        _("递补"),
        allow=can_draw,
        form=ReplaceForm,
        do=draws.replace,
        needs_note=True,
        is_aside=True,
        done_words=_("一人退出，由下一名递补"),
    ),
    move(
        "void",
        (D.COMMITTED, D.FIXED, D.DRAWN),
        D.VOID,
        _("作废"),
        allow=can_draw,
        form=VoidForm,
        do=draws.call_off,
        is_refusal=True,
        is_aside=True,
        done_words=D.VOID.label,
    ),
    initial=D.COMMITTED,
    waits={D.COMMITTED: step, D.FIXED: step},
)
