"""What lower rooms have to know of what units do for events."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.audit.words import ACTIONS
from linli.events.core.parts import show
from linli.events.core.parts.flows import ASSIST, EXTENSION, WHISTLE
from linli.flow.resources import Resource, declare


def register() -> None:
    for title, table in ((_("协办"), ASSIST), (_("吹哨"), WHISTLE), (_("延期申请"), EXTENSION)):
        objects = table.model._default_manager
        declare(
            Resource(
                table,
                title,
                seen=lambda actor, objects=objects: objects.visible_to(actor).for_list(),
                tones=show.TONES,
                facts=show.facts,
            )
        )
    ACTIONS.update(
        {
            "assist.begin": pgettext_lazy("step", "请单位协办"),
            "whistle.begin": pgettext_lazy("step", "吹哨"),
            "extension.begin": pgettext_lazy("step", "申请延期"),
        }
    )
