"""The monthly search for disputes: they are looked for, not awaited."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.events.core.policies import SEEING
from linli.events.disputes.states import SearchState
from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.places.placed import PlacedQuerySet, inside


class SearchRoundQuerySet(PlacedQuerySet["SearchRound"]):
    def visible_to(self, actor: Actor) -> Self:
        """Of the places of the actor's posts: it says how many, never who."""
        reach = Q(pk=None)
        for code in actor.codes(*SEEING):
            reach |= inside(code)
        return self.filter(reach)

    def for_list(self) -> Self:
        return self.select_related("place").annotate(number_found=models.Count("found"))


class SearchRound(Record):
    """One community's search in one month."""

    kind = "search"
    prefix = "PC"

    month = models.DateField(gettext_lazy("月份"))
    looked_at = models.PositiveIntegerField(gettext_lazy("走访了多少处"), null=True)

    number_found: int
    """Of what comes from ``for_list``."""

    objects = SearchRoundQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = Record.index_list("disputes_search")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SearchState.values), name="disputes_search_state"),
            models.UniqueConstraint(fields=["place", "month"], name="disputes_search_once"),
        ]

    @property
    def title(self) -> str:
        return _("%(year)s年%(month)s月矛盾纠纷排查") % {"year": self.month.year, "month": self.month.month}

    @property
    def is_told_outside(self) -> bool:
        return False
