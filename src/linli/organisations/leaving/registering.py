"""What lower rooms have to know of how organisations leave."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import KindWords, kinds
from linli.flow.flow import reactions
from linli.flow.resources import Beginning, Resource, declare
from linli.kernel.registry import Periodic, periodic
from linli.organisations.leaving import show
from linli.organisations.leaving.actions import follow, warn
from linli.organisations.leaving.flows import EXIT_WARNING
from linli.organisations.leaving.forms import WarnForm
from linli.organisations.leaving.idle import warn_idle
from linli.organisations.leaving.policies import can_warn_somewhere
from linli.organisations.models import ExitWarning
from linli.organisations.sections import sections
from linli.organisations.states import WarningCause


def register() -> None:
    declare(
        Resource(
            EXIT_WARNING,
            _("退出预警"),
            begun=pgettext_lazy("step", "发出退出预警"),
            seen=lambda actor: ExitWarning.objects.visible_to(actor).for_list(),
            tones=show.TONES,
            facts=show.facts,
            begin=Beginning(_("发出退出预警"), can_warn_somewhere, WarnForm, warn),
        )
    )
    periodic.add("organisations.warn_idle", Periodic(timedelta(days=1), warn_idle))
    reactions.add("organisations.leaving", follow)
    sections.add("activities", show.activities)
    sections.add("warnings", show.warnings)
    kinds.add(
        "exit_warning",
        KindWords(facts={"cause": _("原因"), "decision": _("决定文号")}, values={"cause": dict(WarningCause.choices)}),
    )
