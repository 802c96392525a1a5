"""What lower rooms have to know of incubation."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import KindWords, kinds, people
from linli.flow.flow import reactions
from linli.flow.resources import Beginning, Resource, declare
from linli.flow.sections import add_section
from linli.kernel.problems import Text
from linli.kernel.registry import MenuItem, Periodic, menu, periodic, verifications
from linli.organisations.incubation import rules, show, tones  # noqa: F401 - declares the rules of incubation
from linli.organisations.incubation.actions.catalogue import KEPT
from linli.organisations.incubation.actions.centres import ask_service, plan_training
from linli.organisations.incubation.actions.evidence import react, send_evidence, verify
from linli.organisations.incubation.actions.finding import find
from linli.organisations.incubation.actions.incubations import begin_incubation
from linli.organisations.incubation.actions.mentoring import make_visits, mentored_by
from linli.organisations.incubation.flows.centres import SERVICE_REQUEST, TRAINING
from linli.organisations.incubation.flows.incubations import EVIDENCE, FINDING, INCUBATION, MENTOR_VISIT
from linli.organisations.incubation.forms.centres import AskedForm, SessionForm
from linli.organisations.incubation.forms.evidence import EvidenceForm
from linli.organisations.incubation.forms.incubations import BeginningForm, FoundForm
from linli.organisations.incubation.models import Evidence, Finding, Incubation, MentorVisit, ServiceRequest, Training
from linli.organisations.incubation.policies import (
    can_arrange,
    can_begin,
    can_represent,
    can_see_incubation,
    can_see_steps,
    can_see_trainings,
)
from linli.organisations.incubation.states import DropReason, FoundBy, Way
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_list
from linli.organisations.registry.states import OrganisationRole
from linli.organisations.registry.ties import ties

PAGES: Sequence[tuple[str, Text, Callable[[Any], object]]] = (
    ("incubations", _("孵化列表"), can_see_incubation),
    ("incubation_figures", _("成效"), can_see_incubation),
    ("findings", _("机构识别"), can_see_incubation),
    ("mentor_visits", _("走访和电话"), can_see_incubation),
    ("trainings", _("培训和交流"), can_see_trainings),
    ("centre_services", _("服务目录"), can_see_incubation),
    ("incubation_steps", _("孵化步骤"), can_see_steps),
)
"""The room's other pages, in the order of its tabs."""


def register() -> None:
    menu.add("incubation", MenuItem(_("孵化"), "incubation_board", can_see_incubation, position=31))
    menu.add("my_incubation", MenuItem(_("我的孵化"), "my_incubation", can_represent, 32, under="incubation"))
    for name, title, allow in PAGES:
        menu.add(name, MenuItem(title, name, allow, position=33, under="incubation"))
    periodic.add("incubation.make_visits", Periodic(timedelta(hours=1), make_visits))
    reactions.add("incubation", react)
    add_section(Organisation, "incubation", show.section)
    ties.add("mentoring", mentored_by)
    verifications.add("incubation.evidence", verify)
    _declare()
    _add_words()


def _add_words() -> None:
    step = {"step": _("步骤")}
    kinds.add(
        "finding",
        KindWords(facts={"how": _("怎样发现的")}, values={"how": dict(FoundBy.choices)}),
    )
    kinds.add(
        "incubation",
        KindWords(
            facts={"way": _("方式"), "mentors": _("导师"), "reason": _("原因"), **step},
            values={"way": dict(Way.choices), "mentors": people, "reason": dict(DropReason.choices)},
        ),
    )
    kinds.add("evidence", KindWords(facts={"people": pgettext_lazy("fact", "人数"), **step}))
    kinds.add(
        "training",
        KindWords(facts={"seats": pgettext_lazy("fact", "人数"), "came": _("到场人数"), "hours": _("时长（小时）")}),
    )
    kinds.add(
        KEPT,
        KindWords(
            _("孵化设置"),
            acts={
                "centre": _("新增孵化中心"),
                "service": _("修改孵化中心的服务"),
                "targets": _("定下年度孵化目标"),
                "step": _("修改孵化步骤"),
            },
            facts={
                "year": _("年份"),
                "position": _("顺序"),
                "is_shared": _("共享"),
                **dict(OrganisationRole.choices),
            },
        ),
    )


def _declare() -> None:
    declare(
        Resource(
            FINDING,
            _("机构识别"),
            begun=_("发现组织"),
            seen=lambda actor: Finding.objects.visible_to(actor).for_list(),
            tones=tones.FINDING_TONES,
            facts=lambda found: {"organisation": found.organisation.number, "how": found.how},
            begin=Beginning(_("记下发现的组织"), can_list, FoundForm, find),
            is_told_outside=False,
        ),
    )
    declare(
        Resource(
            INCUBATION,
            _("孵化"),
            begun=_("开始孵化"),
            seen=lambda actor: Incubation.objects.visible_to(actor).for_record(),
            tones=tones.INCUBATION_TONES,
            facts=show.facts,
            begin=Beginning(_("开始孵化"), can_begin, BeginningForm, begin_incubation),
        )
    )
    declare(
        Resource(
            EVIDENCE,
            _("孵化材料"),
            begun=_("交来材料"),
            seen=lambda actor: Evidence.objects.visible_to(actor).with_content(),
            tones=tones.EVIDENCE_TONES,
            facts=show.evidence_facts,
            begin=Beginning(_("交材料"), can_represent, EvidenceForm, send_evidence),
            is_told_outside=False,
        ),
    )
    declare(
        Resource(
            MENTOR_VISIT,
            _("导师走访和电话"),
            begun=_("安排走访或电话"),
            seen=lambda actor: MentorVisit.objects.visible_to(actor).for_list(),
            tones=tones.VISIT_TONES,
            facts=lambda visit: {
                "incubation": visit.incubation.number,
                "what": visit.what,
                "due_on": visit.due_on,
                "done_on": visit.done_on,
                "words": visit.words,
            },
            is_told_outside=False,
        ),
    )
    declare(
        Resource(
            SERVICE_REQUEST,
            _("孵化服务申请"),
            begun=_("申请服务"),
            seen=lambda actor: ServiceRequest.objects.visible_to(actor).for_list().select_related("service"),
            tones=tones.REQUEST_TONES,
            facts=lambda asked: {"incubation": asked.incubation.number, "service": asked.service.name},
            begin=Beginning(_("申请服务"), can_represent, AskedForm, ask_service),
            is_told_outside=False,
        ),
    )
    declare(
        Resource(
            TRAINING,
            _("培训和交流"),
            begun=_("安排培训"),
            seen=lambda actor: Training.objects.visible_to(actor).for_list(),
            tones=tones.TRAINING_TONES,
            facts=lambda training: {
                "what": training.what,
                "where": training.where,
                "starts_at": training.starts_at,
                "hours": str(training.hours),
                "capacity": training.capacity,
                "taken": training.taken,
            },
            may_read=can_arrange,
            begin=Beginning(_("安排培训"), can_begin, SessionForm, plan_training),
        )
    )
