"""What one rater gives one organisation: a record with a task of its own."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.organisations.experts.models import Candidate, Expert
from linli.organisations.ratings.models.ratings import Rating
from linli.organisations.ratings.states import Panel, ScoreState
from linli.organisations.registry.policies import SEEING
from linli.places.placed import PlacedQuerySet, inside


class ScoreQuerySet(PlacedQuerySet["Score"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own; that it is asked for and whether it came, for those who work with the organisations there."""
        reach = Q(expert__user=actor.id) if actor.id else Q(pk=None)
        for code in actor.codes(*SEEING):
            reach |= inside(code)
        return self.filter(reach)

    def for_list(self) -> Self:
        return self.select_related("place", "expert__user", "rating__organisation", "rating__round")


class Score(Record):
    """A seat of the draw, and the points that come of it. Acts on it hold what the rating holds, then the rating."""

    kind = "rating_score"
    prefix = "RS"
    is_listed_by_place = False

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="scores")
    panel = models.CharField(max_length=6, choices=Panel.choices)
    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="score")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="scores")
    points = models.JSONField(default=dict)
    """For each leaf's code what was given, as text."""
    total = models.DecimalField(_("合计"), max_digits=5, decimal_places=2, null=True)
    remark = models.TextField(_("评语"), max_length=2000, blank=True)

    objects = ScoreQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ScoreState.values), name="ratings_score_state"),
            models.CheckConstraint(condition=Q(total=None) | Q(total__range=(0, 100)), name="ratings_score_range"),
            models.CheckConstraint(
                condition=~Q(state=ScoreState.SUBMITTED) | Q(total__isnull=False), name="ratings_score_given"
            ),
        ]

    @property
    def title(self) -> str:
        return self.rating.title

    def get_absolute_url(self) -> str:
        return self.rating.get_absolute_url()

    @property
    def is_told_outside(self) -> bool:
        return False

    @property
    def user_id(self) -> uuid.UUID | None:
        return self.expert.user_id

    def lock_parents(self) -> None:
        self.rating.lock_parents()
        Rating.objects.select_for_update().get(pk=self.rating_id)
