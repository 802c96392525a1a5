"""What lower rooms have to know of events of former systems."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from linli.audit.words import KindWords, kinds
from linli.events.imports import running
from linli.events.imports.policies import can_import
from linli.kernel.registry import MenuItem, Periodic, menu, periodic


def register() -> None:
    menu.add("event_imports", MenuItem(_("导入事件"), "event_imports", can_import, position=66))
    periodic.add("events.import_events", Periodic(timedelta(seconds=2), running.work))
    periodic.add("events.clear_imports", Periodic(timedelta(hours=1), running.clear))
    kinds.add(
        "import",
        KindWords(acts={"event.import_start": _("开始导入原系统的事件"), "event.import": _("导入原系统的事件")}),
    )
    kinds.add(
        "event",
        KindWords(
            acts={"export_history": _("导出事件及经过")},
            facts={"kind": _("文件")},
            values={"kind": {"csv": "CSV", "xlsx": "Excel"}},
        ),
    )
