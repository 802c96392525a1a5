"""What lower rooms have to know of the registry."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import YES_OR_NO, KindWords, kinds
from linli.flow.flow import reactions
from linli.flow.resources import Beginning, Resource, declare
from linli.kernel.problems import Text
from linli.kernel.registry import MenuItem, menu
from linli.organisations.registry import activities
from linli.organisations.registry.actions import list_organisation
from linli.organisations.registry.filters import narrowed
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.forms import ListingForm
from linli.organisations.registry.models import Organisation, WorkField
from linli.organisations.registry.policies import can_list, can_read, can_see_organisations
from linli.organisations.registry.show import SHEET, TONES, facts
from linli.organisations.registry.states import OrganisationKind, OrganisationRole
from linli.people.policies import can_set_up


def register() -> None:
    title = pgettext_lazy("several", "社会组织")
    menu.add("organisations", MenuItem(title, "organisations", can_see_organisations, position=30))
    declare(
        Resource(
            ORGANISATION,
            _("社会组织"),
            begun=pgettext_lazy("step", "列入组织"),
            seen=lambda actor: Organisation.objects.worked_on_by(actor).for_record(),
            tones=TONES,
            facts=facts,
            may_read=can_read,
            begin=Beginning(_("列入组织"), can_list, ListingForm, list_organisation),
            narrowed=narrowed,
            sheet=SHEET,
            may_export=can_see_organisations,
            url_name="organisation",
            list_url_name="organisations",
        )
    )
    reactions.add("organisations.activity", activities.mark_active)
    menu.add("fields_of_work", MenuItem(_("组织领域"), "fields_of_work", can_set_up, position=66))
    kinds.add(
        "organisation",
        KindWords(
            acts={"import": _("导入组织名录"), "field": _("设置组织领域")},
            facts={
                "agency": _("社工机构"),
                "field": _("领域"),
                "file": _("文件摘要"),
                "filing_number": _("备案编号"),
                "known": _("已在名录"),
                "people": pgettext_lazy("fact", "人数"),
            },
            values={
                "filters.kind": dict(OrganisationKind.choices),
                "filters.role": dict(OrganisationRole.choices),
                "agency": {"1": YES_OR_NO["True"]},
                "field": _fields,
            },
        ),
    )


def _fields(codes: Collection[str]) -> dict[str, Text]:
    return dict(WorkField.objects.filter(code__in=codes).values_list("code", "name"))
