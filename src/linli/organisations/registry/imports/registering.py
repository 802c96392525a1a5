"""What the trail calls bringing in a registry."""

from django.utils.translation import gettext_lazy as _

from linli.audit.words import ACTIONS, FACTS


def register() -> None:
    ACTIONS["organisation.import"] = _("导入组织名录")
    FACTS["known"] = _("已在名录")
    FACTS["new"] = _("新的")
    FACTS["errors"] = _("有错的行")
