"""Ratings 1A to 5A of registered organisations, by rounds that a third party carries out (chapter 03)."""

from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.organisations.experts.models import Draw
from linli.organisations.ratings.models.indicators import IndicatorSet
from linli.organisations.ratings.states import CURRENT, PUBLIC, UNDECIDED, Grade, RatingState, RoundState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import SEEING
from linli.places.placed import PlacedQuerySet, inside


class RatingRoundQuerySet(PlacedQuerySet["RatingRound"]):
    def visible_to(self, actor: Actor) -> Self:
        """Rounds are announced to everybody."""
        return self

    def for_list(self) -> Self:
        return self.select_related("place", "indicators")


class RatingRound(Record):
    """A place has its organisations rated by somebody else, by one version of the indicators."""

    kind = "rating_round"
    prefix = "RD"

    name = models.CharField(_("名称"), max_length=80)
    agency = models.CharField(_("第三方评估机构"), max_length=80)
    indicators = models.ForeignKey(IndicatorSet, on_delete=models.PROTECT, related_name="+", verbose_name=_("指标"))
    apply_by = models.DateField(_("申请截止日"))
    score_by = models.DateField(_("评分截止日"))

    objects = RatingRoundQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = Record.index_list("ratings_round")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RoundState.values), name="ratings_round_state"),
            models.CheckConstraint(
                condition=Q(score_by__gte=models.F("apply_by")),
                name="ratings_round_dates",
                violation_error_message=_("评分截止日不能早于申请截止日"),
            ),
        ]

    @property
    def title(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rating_round", args=[self.number])


class RatingQuerySet(PlacedQuerySet["Rating"]):
    def visible_to(self, actor: Actor) -> Self:
        """What is public; at the places of the actor's posts; their own organisations'; those they were drawn for."""
        reaches = [Q(state__in=PUBLIC, grade__isnull=False), *(inside(code) for code in actor.codes(*SEEING))]
        if actor.unit_ids:
            reaches.append(Q(organisation__unit__in=actor.unit_ids))
        if actor.id:
            drawn = Q(scores__expert__user=actor.id) & ~Q(scores__state="declined")
            reaches.append(Q(pk__in=Rating.objects.filter(drawn).values("pk")))
        return self.filter(reduce(or_, reaches))

    def current(self) -> Self:
        return self.filter(state__in=CURRENT)

    def for_list(self) -> Self:
        return self.select_related("place", "organisation", "round")


class Rating(Record):
    """One organisation's way to a grade, and the grade while it counts."""

    kind = "rating"
    prefix = "RT"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ratings")
    round = models.ForeignKey(RatingRound, on_delete=models.PROTECT, related_name="ratings")
    statement = models.TextField(_("自评说明"), max_length=4000, blank=True)
    self_points = models.JSONField(default=dict)
    self_total = models.DecimalField(_("自评分"), max_digits=5, decimal_places=2, null=True)
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, null=True, related_name="+")
    appeal_draw = models.ForeignKey(Draw, on_delete=models.PROTECT, null=True, related_name="+")
    score = models.DecimalField(_("得分"), max_digits=5, decimal_places=2, null=True)
    grade = models.PositiveSmallIntegerField(_("等级"), choices=Grade.choices, null=True)
    notice_until = models.DateField(_("公示到哪一天"), null=True)
    appeal = models.TextField(_("复核理由"), max_length=4000, blank=True)
    before_appeal = models.PositiveSmallIntegerField(choices=Grade.choices, null=True)
    valid_from = models.DateField(_("生效日"), null=True)
    expires_on = models.DateField(_("有效期至"), null=True)
    reason = models.TextField(_("降低或取消的原因"), max_length=500, blank=True)
    """Public."""
    ended_on = models.DateField(null=True)

    objects = RatingQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = [
            *Record.index_list("ratings_rating"),
            models.Index("grade", "id", condition=Q(state__in=CURRENT), name="ratings_rating_grade"),
            models.Index(fields=["expires_on"], condition=Q(state__in=CURRENT), name="ratings_rating_expires"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RatingState.values), name="ratings_rating_state"),
            models.CheckConstraint(
                condition=~Q(state__in=CURRENT) | Q(grade__isnull=False, expires_on__isnull=False),
                name="ratings_rating_in_force",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=CURRENT),
                name="ratings_rating_current",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=UNDECIDED),
                name="ratings_rating_undecided",
                violation_error_message=_("这个组织已有一份没有办完的评估申请"),
            ),
        ]

    @property
    def title(self) -> str:
        return now("%(name)s等级评估") % {"name": self.organisation.name}

    def get_absolute_url(self) -> str:
        return reverse("rating", args=[self.number])

    def lock_parents(self) -> None:
        """The organisation and the draws: a draw's own moves hold them in this order, too, and move the rating."""
        Organisation.objects.locked(self.organisation_id)
        Draw.objects.hold_about(self.number)

    @property
    def is_told_outside(self) -> bool:
        return self.is_public

    @property
    def is_public(self) -> bool:
        """That somebody reached no grade is told to them and the office alone."""
        return self.state in PUBLIC and self.grade is not None

    @property
    def grade_word(self) -> str:
        return Grade(self.grade).label if self.grade else ""
