"""The states of rounds, ratings, scores and stars."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(TextChoices):
    OPEN = "open", pgettext_lazy("round", "进行中")
    ENDED = "ended", pgettext_lazy("round", "已结束")


class RatingState(TextChoices):
    DRAFT = "draft", _("填写自评")
    APPLIED = "applied", _("待资格审核")
    ACCEPTED = "accepted", _("待抽取评委")
    SCORING = "scoring", _("评分中")
    NOTICE = "notice", pgettext_lazy("rating", "公示中")
    APPEALED = "appealed", _("复核中")
    HEARD = "heard", _("复核完成")
    IN_FORCE = "in_force", pgettext_lazy("rating", "有效")
    EXPIRING = "expiring", _("快到期")
    EXPIRED = "expired", pgettext_lazy("rating", "已到期")
    UNGRADED = "ungraded", _("未达等级")
    REFUSED = "refused", pgettext_lazy("rating", "未予评估")
    WITHDRAWN = "withdrawn", _("等级已取消")


CURRENT = (RatingState.IN_FORCE, RatingState.EXPIRING)
"""The grade counts."""
UNDECIDED = (
    RatingState.DRAFT,
    RatingState.APPLIED,
    RatingState.ACCEPTED,
    RatingState.SCORING,
    RatingState.NOTICE,
    RatingState.APPEALED,
    RatingState.HEARD,
)
PUBLIC = (
    RatingState.NOTICE,
    RatingState.APPEALED,
    RatingState.HEARD,
    *CURRENT,
    RatingState.EXPIRED,
    RatingState.WITHDRAWN,
)
"""Which everybody may look at. That somebody applied, or reached no grade, is for them and the office."""


class Panel(TextChoices):
    FIRST = "first", _("评估")
    APPEAL = "appeal", _("复核")


class ScoreState(TextChoices):
    ASKED = "asked", _("待评分")
    SUBMITTED = "submitted", _("已评分")
    DECLINED = "declined", _("已回避或退出")
    LAPSED = "lapsed", pgettext_lazy("score", "未评分")


class StarState(TextChoices):
    GIVEN = "given", pgettext_lazy("star", "有效")
    REPLACED = "replaced", _("已重新评定")
    EXPIRED = "expired", pgettext_lazy("star", "已到期")
    WITHDRAWN = "withdrawn", pgettext_lazy("star", "已取消")


class Grade(IntegerChoices):
    A1 = 1, "1A"
    A2 = 2, "2A"
    A3 = 3, "3A"
    A4 = 4, "4A"
    A5 = 5, "5A"
