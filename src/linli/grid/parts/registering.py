"""What lower rooms have to know of what units do for events."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import ACTIONS, SUBJECTS
from linli.flow.flow import flows
from linli.grid.parts.flows import ASSIST, EXTENSION, WHISTLE
from linli.kernel.registry import RecordKind, record_kinds


def register() -> None:
    for title, table in ((_("协办"), ASSIST), (_("吹哨"), WHISTLE), (_("延期申请"), EXTENSION)):
        kind = table.model.kind
        flows.add(kind, table)
        record_kinds.add(kind, RecordKind(title, lambda number: reverse("part", args=[number])))
        SUBJECTS[kind] = title
    ACTIONS.update(
        {
            "assist.begin": pgettext_lazy("step", "请单位协办"),
            "whistle.begin": pgettext_lazy("step", "吹哨"),
            "extension.begin": pgettext_lazy("step", "申请延期"),
        }
    )
