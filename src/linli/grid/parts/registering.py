"""What lower rooms have to know of what units do for events."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.flow import flows
from linli.flow.resources import name_kind
from linli.grid.parts.flows import ASSIST, EXTENSION, WHISTLE
from linli.kernel.registry import RecordKind, record_kinds

PARTS = (
    (ASSIST, _("协办"), pgettext_lazy("step", "请单位协办")),
    (WHISTLE, _("吹哨"), pgettext_lazy("step", "吹哨")),
    (EXTENSION, _("延期申请"), pgettext_lazy("step", "申请延期")),
)


def register() -> None:
    for table, title, begun in PARTS:
        kind = table.model.kind
        flows.add(kind, table)
        record_kinds.add(kind, RecordKind(title, lambda number: reverse("part", args=[number])))
        name_kind(table, title, begun=begun)
