"""What the trail calls bringing in a registry."""

from django.utils.translation import gettext_lazy as _

from linli.audit.words import KindWords, kinds


def register() -> None:
    kinds.add("organisation", KindWords(acts={"import": _("导入组织名录")}, facts={"known": _("已在名录")}))
