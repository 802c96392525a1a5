"""What lower rooms have to know of the figures."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from linli.audit.words import KindWords, kinds
from linli.events.core.extensions import backfilled
from linli.events.core.figures_query import BY
from linli.events.core.policies import can_see_figures
from linli.events.figures.counting import count
from linli.events.figures.days import keep_today, reckon
from linli.events.figures.glance import month_of
from linli.events.figures.verification import verify
from linli.kernel.registry import MenuItem, Periodic, glances, menu, periodic, verifications


def register() -> None:
    menu.add("figures", MenuItem(_("数据"), "figures", can_see_figures, position=30))
    periodic.add("events.count_figures", Periodic(timedelta(seconds=5), count))
    periodic.add("events.keep_figures", Periodic(timedelta(hours=1), keep_today))
    backfilled.add("figures", reckon)
    glances.add("figures", month_of)
    verifications.add("figures", verify)
    kinds.add(
        "event",
        KindWords(acts={"figures.export": _("导出数据")}, facts={"by": _("分组")}, values={"by": BY}),
    )
