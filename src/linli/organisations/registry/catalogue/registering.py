"""The page on which the district keeps its fields of work."""

from django.utils.translation import gettext_lazy as _

from linli.audit.words import KindWords, kinds
from linli.kernel.registry import MenuItem, menu
from linli.people.policies import can_set_up


def register() -> None:
    menu.add("fields_of_work", MenuItem(_("组织领域"), "fields_of_work", can_set_up, position=66))
    kinds.add("organisation", KindWords(acts={"field": _("设置组织领域")}))
