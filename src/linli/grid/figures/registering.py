"""What lower rooms have to know of the figures."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from linli.audit.words import KindWords, kinds
from linli.grid.figures.counting import count
from linli.grid.figures.days import keep_today
from linli.grid.figures.glance import month_of
from linli.grid.figures.tables import BY
from linli.grid.figures.verification import verify
from linli.grid.policies import can_see_figures
from linli.kernel.registry import MenuItem, Periodic, glances, menu, periodic, verifications


def register() -> None:
    menu.add("figures", MenuItem(_("数据"), "figures", can_see_figures, position=30))
    periodic.add("grid.count_figures", Periodic(timedelta(seconds=5), count))
    periodic.add("grid.keep_figures", Periodic(timedelta(hours=1), keep_today))
    glances.add("figures", month_of)
    verifications.add("figures", verify)
    kinds.add(
        "event",
        KindWords(acts={"figures.export": _("导出数据")}, facts={"by": _("分组")}, values={"by": BY}),
    )
