"""What lower rooms have to know of applications."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import KindWords, kinds
from linli.flow.flow import reactions
from linli.flow.resources import Beginning, Resource, declare
from linli.flow.sections import add_section
from linli.kernel.registry import MenuItem, Periodic, menu, periodic
from linli.organisations.applications.actions.applications import apply
from linli.organisations.applications.actions.deciding import follow
from linli.organisations.applications.actions.reports import open_reports
from linli.organisations.applications.certificates import end_with_organisation
from linli.organisations.applications.flows import APPLICATION, OPINION
from linli.organisations.applications.forms.applications import ApplyForm
from linli.organisations.applications.models import Application, Opinion
from linli.organisations.applications.policies import can_begin, can_list_applications, can_place_departments
from linli.organisations.applications.show import OPINION_TONES, TONES, facts, opinion_facts, section
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_keep_catalogues


def register() -> None:
    title = pgettext_lazy("several", "组织办事")
    menu.add("applications", MenuItem(title, "applications", can_list_applications, position=31))
    menu.add("onestop_items", MenuItem(_("办事事项"), "onestop_items", can_keep_catalogues, 65, under="applications"))
    departments = MenuItem(_("部门与单位"), "onestop_departments", can_place_departments, 66, under="applications")
    menu.add("onestop_departments", departments)
    periodic.add("organisations.open_reports", Periodic(timedelta(hours=6), open_reports))
    reactions.add("organisations.certificates", end_with_organisation)
    reactions.add("organisations.applications", follow)
    add_section(Organisation, "onestop", section)
    declare(
        Resource(
            APPLICATION,
            _("办事申请"),
            begun=pgettext_lazy("step", "开始申请"),
            seen=lambda actor: (
                Application.objects.visible_to(actor).for_record().prefetch_related("opinions", "papers")
            ),
            tones=TONES,
            facts=facts,
            begin=Beginning(_("申请办事"), can_begin, ApplyForm, apply),
        )
    )
    declare(
        Resource(
            OPINION,
            _("部门意见"),
            begun=_("请部门答复"),
            seen=lambda actor: Opinion.objects.visible_to(actor).for_list().prefetch_related("seen"),
            tones=OPINION_TONES,
            facts=opinion_facts,
        )
    )
    kinds.add(
        "application",
        KindWords(
            acts={"open_paper": _("打开申请材料")},
            facts={"paper": _("材料"), "paper_version": _("第几版"), "filing_number": _("备案编号")},
        ),
    )
    kinds.add("opinion", KindWords(facts={"paper": _("材料"), "paper_version": _("第几版")}))
    kinds.add("item", KindWords(_("办事事项"), acts={"edit": _("修改办事事项"), "end": _("停办办事事项")}))
    kinds.add("department", KindWords(_("部门"), acts={"edit": _("修改部门"), "unit": _("定部门在当地的单位")}))
