"""The states of experts and draws, and the words for what keeps an expert out of a draw."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExpertState(TextChoices):
    ACTIVE = "active", _("在库")
    SUSPENDED = "suspended", pgettext_lazy("expert", "已暂停")
    LEFT = "left", pgettext_lazy("expert", "已退出")


class DrawState(TextChoices):
    COMMITTED = "committed", _("种子已承诺")
    FIXED = "fixed", _("名单已固定")
    DRAWN = "drawn", _("已抽取")
    VOID = "void", _("已作废")


class TieKind(TextChoices):
    """What ties an expert to an organisation, a unit or a person, as they say themselves."""

    WORK = "work", _("任职或曾任职")
    FAMILY = "family", _("近亲属")
    BUSINESS = "business", _("业务或资金往来")
    OTHER = "other", _("其他可能影响公正的关系")


class Exclusion(TextChoices):
    """Why an expert of the pool is no candidate. Staff read it; outside only what ``told`` says."""

    FIELD = "field", _("专业不符")
    AWAY = "away", _("不在可抽取的日期")
    SUSPENDED = "suspended", _("已暂停")
    NO_ACCOUNT = "no_account", _("没有登录用户")
    TOOK_PART = "took_part", _("参加过前一次")
    DECLARED = "declared", _("本人申报了关系")
    POSTS = "posts", _("任职或代表该组织")
    MENTORING = "mentoring", _("辅导该组织")
    MEMBERS = "members", _("与其成员同名")
    OTHER = "other", _("有其他关系")


UNFIT = (Exclusion.FIELD, Exclusion.AWAY, Exclusion.SUSPENDED, Exclusion.NO_ACCOUNT)
UNFIT_WORD, TIE_WORD = "unfit", "tie"
TOLD = {UNFIT_WORD: _("不合条件"), TIE_WORD: _("需要回避")}
"""What a draw's public list says: an expert's number may be known by name from another draw, their ties are theirs."""


def told(reason: str) -> str:
    return UNFIT_WORD if reason in UNFIT else TIE_WORD
