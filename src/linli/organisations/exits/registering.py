"""What lower rooms have to know of how organisations leave."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import KindWords, kinds
from linli.flow.flow import reactions
from linli.flow.resources import Beginning, Resource, declare
from linli.flow.sections import add_section
from linli.kernel.registry import Periodic, periodic
from linli.organisations.exits import show
from linli.organisations.exits.actions import follow, warn
from linli.organisations.exits.flows import EXIT_WARNING
from linli.organisations.exits.forms import WarnForm
from linli.organisations.exits.idle import warn_idle
from linli.organisations.exits.models import ExitWarning
from linli.organisations.exits.policies import can_warn_somewhere
from linli.organisations.exits.states import WarningCause
from linli.organisations.registry.models import Organisation


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
    add_section(Organisation, "activities", show.activities)
    add_section(Organisation, "warnings", show.warnings)
    kinds.add(
        "exit_warning",
        KindWords(facts={"cause": _("原因"), "decision": _("决定文号")}, values={"cause": dict(WarningCause.choices)}),
    )
