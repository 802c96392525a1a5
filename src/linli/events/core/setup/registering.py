"""What lower rooms have to know of what an office sets up for events."""

from django.utils.translation import gettext_lazy as _

from linli.audit.words import ACTIONS, SUBJECTS
from linli.kernel.registry import MenuItem, menu
from linli.people.policies import can_set_up


def register() -> None:
    menu.add("categories", MenuItem(_("事件类别"), "categories", can_set_up, position=63))
    ACTIONS.update(
        {
            "category.make": _("新建类别"),
            "category.edit": _("修改类别"),
            "category.responsible": _("定责任单位"),
            "category.not_responsible": _("去掉责任单位"),
        }
    )
    SUBJECTS["category"] = _("类别")
