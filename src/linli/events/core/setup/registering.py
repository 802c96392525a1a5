"""What lower rooms have to know of what an office sets up for events."""

from django.utils.translation import gettext_lazy as _

from linli.audit.words import KindWords, kinds
from linli.events.core.catalogue import category_names
from linli.kernel.registry import MenuItem, menu
from linli.people.policies import can_set_up


def register() -> None:
    menu.add("categories", MenuItem(_("事件类别"), "categories", can_set_up, position=63))
    kinds.add(
        "category",
        KindWords(
            _("类别"),
            acts={
                "make": _("新建类别"),
                "edit": _("修改类别"),
                "responsible": _("定责任单位"),
                "not_responsible": _("去掉责任单位"),
            },
            facts={"needs_photo": _("办结须附照片"), "parent": _("上级")},
            values={"parent": category_names},
        ),
    )
