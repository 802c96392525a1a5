"""What lower rooms have to know of platforms and of the standards for communities."""

from django.utils.translation import gettext_lazy as _

from linli.audit.words import KindWords, kinds
from linli.flow.flow import reactions
from linli.flow.resources import Beginning, Resource, declare
from linli.flow.sections import add_section
from linli.kernel.registry import MenuItem, menu
from linli.organisations.platforms import show
from linli.organisations.platforms.actions import platforms
from linli.organisations.platforms.flows import PLATFORM, VISIT
from linli.organisations.platforms.forms import PlatformForm, VisitForm
from linli.organisations.platforms.models import Platform, PlatformCheck
from linli.organisations.platforms.parts import ENTERED
from linli.organisations.platforms.policies import can_open_some, can_see_platforms, can_see_standards, can_visit_some
from linli.organisations.registry.models import Organisation


def register() -> None:
    menu.add("standards", MenuItem(_("社区达标"), "standards_home", can_see_standards, 32, under="organisations"))
    menu.add("platforms", MenuItem(_("服务平台"), "platforms", can_see_platforms, 33, under="organisations"))
    declare(
        Resource(
            PLATFORM,
            _("服务平台"),
            begun=_("登记平台"),
            seen=lambda actor: Platform.objects.visible_to(actor).for_list(),
            tones=show.PLATFORM_TONES,
            facts=show.platform_facts,
            begin=Beginning(_("登记平台"), can_open_some, PlatformForm, platforms.open_platform),
        )
    )
    declare(
        Resource(
            VISIT,
            _("平台检查"),
            begun=_("检查平台"),
            seen=lambda actor: PlatformCheck.objects.visible_to(actor).for_record(),
            tones=show.VISIT_TONES,
            facts=show.visit_facts,
            begin=Beginning(_("检查平台"), can_visit_some, VisitForm, platforms.check),
        )
    )
    reactions.add("platforms.leaving", platforms.follow)
    add_section(Organisation, "platforms", show.section)
    kinds.add("platform", KindWords(facts={"operator": _("运营方")}))
    kinds.add(
        "place",
        KindWords(
            acts={"standard.enter": _("填报社区达标数"), "standards.export": _("导出社区达标表")},
            facts={"figures": _("填报的数")},
            values={"figures": {part.code: part.title for part in ENTERED}},
        ),
    )
    kinds.add(
        "checklist",
        KindWords(_("平台标准条目"), acts={"add": _("增加平台标准条目"), "end": _("停用平台标准条目")}),
    )
