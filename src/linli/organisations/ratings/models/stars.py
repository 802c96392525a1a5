"""Local stars of groups on file: one to five, by a short checklist, for a year."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.organisations.ratings.states import StarState
from linli.organisations.registry.models import Organisation
from linli.places.placed import PlacedQuerySet


class StarQuerySet(PlacedQuerySet["Star"]):
    def visible_to(self, actor: Actor) -> Self:
        """Stars are public as far as the group is."""
        return self.filter(organisation__in=Organisation.objects.visible_to(actor))

    def current(self) -> Self:
        return self.filter(state=StarState.GIVEN)

    def for_list(self) -> Self:
        return self.select_related("place", "organisation")


class Star(Record):
    kind = "star"
    prefix = "LS"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stars")
    stars = models.PositiveSmallIntegerField(_("星级"))
    items = models.JSONField(default=list)
    """The codes of the lines that it fulfils."""
    expires_on = models.DateField(_("有效期至"))
    reason = models.TextField(_("取消的原因"), max_length=500, blank=True)
    """Public."""

    objects = StarQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = [
            *Record.index_list("ratings_star"),
            models.Index(fields=["expires_on"], condition=Q(state=StarState.GIVEN), name="ratings_star_expires"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=StarState.values), name="ratings_star_state"),
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="ratings_star_range"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state=StarState.GIVEN),
                name="ratings_star_current",
                violation_error_message=_("别人刚给这个组织评了星，请看过再办"),
            ),
        ]

    @property
    def title(self) -> str:
        return now("%(name)s星级") % {"name": self.organisation.name}

    def get_absolute_url(self) -> str:
        return self.organisation.get_absolute_url()

    def lock_parents(self) -> None:
        Organisation.objects.locked(self.organisation_id)
