"""What lower rooms have to know of what units do for events."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.events.core.parts import show
from linli.events.core.parts.flows import ASSIST, EXTENSION, WHISTLE
from linli.flow.resources import Resource, declare

PARTS = (
    (ASSIST, _("协办"), pgettext_lazy("step", "请单位协办")),
    (WHISTLE, _("吹哨"), pgettext_lazy("step", "吹哨")),
    (EXTENSION, _("延期申请"), pgettext_lazy("step", "申请延期")),
)


def register() -> None:
    for table, title, begun in PARTS:
        declare(
            Resource(
                table,
                title,
                begun=begun,
                seen=show.seen(table.model),
                tones=show.TONES,
                facts=show.facts,
            )
        )
