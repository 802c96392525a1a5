"""Whose turn it is in a group in each quarter, what became of it, and the turns that two branches swap."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.kernel.models import StoredFile
from linli.organisations.party.models.party import PartyGroup, PartyOrganisation
from linli.organisations.party.rota import last_day, number_of
from linli.organisations.party.states import HostingState, SwapState
from linli.places.placed import PlacedQuerySet


class HostingQuerySet(PlacedQuerySet["Hosting"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the groups that the actor sees."""
        return self.filter(group__in=PartyGroup.objects.visible_to(actor))

    def standing(self) -> Self:
        """All but those that were given up because nobody was left to host."""
        return self.exclude(state=HostingState.FREED)

    def for_record(self) -> Self:
        return self.select_related("group", "branch", "place")


class Hosting(Record):
    """One quarter of a group: the branch whose turn it is, then what was done. ``quarter`` is its first day."""

    kind = "hosting"
    prefix = "HS"
    whole = "group"
    is_listed_by_place = False

    group = models.ForeignKey(PartyGroup, on_delete=models.PROTECT, related_name="hostings")
    quarter = models.DateField()
    branch = models.ForeignKey(
        PartyOrganisation, on_delete=models.PROTECT, related_name="hostings", verbose_name=gettext_lazy("主持的支部")
    )
    is_swapped = models.BooleanField(default=False)
    """Two branches agreed on it: the rota leaves it as it is while the branch is in the group."""
    held_on = models.DateField(gettext_lazy("哪一天"), null=True)
    summary = models.TextField(gettext_lazy("做了什么"), max_length=2000, blank=True)
    attended: "models.ManyToManyField[PartyOrganisation, Any]" = models.ManyToManyField(
        PartyOrganisation, related_name="attended_hostings", verbose_name=gettext_lazy("来参加的支部")
    )

    objects = HostingQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HostingState.values), name="party_hosting_state"),
            models.UniqueConstraint(
                fields=["group", "quarter"],
                condition=~Q(state=HostingState.FREED),
                name="party_hosting_one_each",
                violation_error_message=gettext_lazy("这个季度已有支部主持"),
            ),
            models.CheckConstraint(
                condition=~Q(state=HostingState.HELD) | Q(held_on__isnull=False), name="party_hosting_held_on"
            ),
        ]

    @property
    def title(self) -> str:
        return _("%(group)s %(quarter)s轮值") % {"group": self.group.name, "quarter": self.words}

    @property
    def words(self) -> str:
        """The quarter as people say it."""
        return quarter_words(self.quarter)

    @property
    def is_over(self) -> bool:
        return self.state not in (HostingState.PLANNED, HostingState.DUE)

    @property
    def last_day(self) -> datetime.date:
        return last_day(self.quarter)

    @property
    def is_told_outside(self) -> bool:
        return False

    def get_absolute_url(self) -> str:
        return reverse("hosting", args=[self.number])


def quarter_words(quarter: datetime.date) -> str:
    return _("%(year)s 年第 %(number)s 季度") % {"year": quarter.year, "number": number_of(quarter)}


class HostingPhoto(models.Model):
    """A picture of what was done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hosting = models.ForeignKey(Hosting, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.hosting_id}"


class SwapQuerySet(PlacedQuerySet["Swap"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(hosting__in=Hosting.objects.visible_to(actor))

    def about(self, *hostings: Hosting) -> Self:
        """Those that ask for one of these quarters, or offer one."""
        return self.filter(Q(hosting__in=hostings) | Q(other__in=hostings))

    def for_record(self) -> Self:
        return self.select_related("hosting__group", "other__group", "branch", "other_branch", "place")


class Swap(Record):
    """A branch asks another one to change turns with it; only when that one agrees, the quarters change hands."""

    kind = "hosting_swap"
    prefix = "HX"
    is_listed_by_place = False

    hosting = models.ForeignKey(Hosting, on_delete=models.PROTECT, related_name="swaps_asked")
    other = models.ForeignKey(Hosting, on_delete=models.PROTECT, related_name="swaps_offered")
    branch = models.ForeignKey(PartyOrganisation, on_delete=models.PROTECT, related_name="+")
    other_branch = models.ForeignKey(PartyOrganisation, on_delete=models.PROTECT, related_name="+")
    """Whose turns they were when it was asked."""

    objects = SwapQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SwapState.values), name="party_swap_state"),
            models.CheckConstraint(condition=~Q(hosting=F("other")), name="party_swap_of_two"),
        ]

    @property
    def title(self) -> str:
        words = {"mine": self.hosting.words, "other": self.other.words}
        return _("互换轮值：%(mine)s与%(other)s") % words

    @property
    def is_told_outside(self) -> bool:
        return False

    def get_absolute_url(self) -> str:
        return self.hosting.get_absolute_url()

    def lock_parents(self) -> None:
        self.hosting.lock_parents()
