"""A draw of experts by commit and reveal (decision 0020): everything but the seed is public at once."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.fields import EncryptedTextField
from linli.kernel.ids import new_id
from linli.organisations.experts.models.experts import Expert, ExpertField
from linli.organisations.experts.states import DrawState, Exclusion
from linli.organisations.registry.models import Organisation
from linli.places.placed import PlacedQuerySet


class DrawQuerySet(PlacedQuerySet["Draw"]):
    def visible_to(self, actor: Actor) -> Self:
        """Everybody sees every draw, from its commitment on: that is its point."""
        return self

    def for_list(self) -> Self:
        # The seed is left in its row: no list has a use for it.
        return self.select_related("place").defer("seed")

    def hold_about(self, number: str) -> None:
        """Lock all that are made for one record: whoever acts on it holds them before the record itself."""
        list(self.select_for_update().filter(about=number).order_by("pk").only("pk"))


class Draw(Record):
    """Some experts are drawn for a purpose, among those of the pool without a tie to the organisations named."""

    kind = "draw"
    prefix = "DR"

    purpose = models.CharField(_("用途"), max_length=120)
    about = models.CharField(max_length=20, blank=True, editable=False)
    """The number of the record for which it is made, where there is one."""
    seats = models.PositiveSmallIntegerField(_("抽取人数"))
    fields = models.ManyToManyField(ExpertField, related_name="+", verbose_name=_("专业"))
    """An expert has one of them; none: any."""
    organisations = models.ManyToManyField(Organisation, related_name="+", verbose_name=_("与哪些组织有关系的回避"))
    not_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    """Who sat there does not sit here."""
    needs_account = models.BooleanField(_("只抽有登录用户的专家"), default=False)
    outside = models.CharField(_("外部公开数值的来源"), max_length=120, blank=True)
    """A public value that nobody here makes, named before it is known."""
    outside_value = models.CharField(_("外部公开数值"), max_length=120, blank=True)
    seed = EncryptedTextField(editable=False)
    seed_hash = models.CharField(max_length=64, editable=False)
    listing = models.TextField(blank=True, editable=False)
    """The candidates, frozen, as ``experts.drawing.list_of`` writes them."""
    list_hash = models.CharField(max_length=64, blank=True, editable=False)
    fixed_at = models.DateTimeField(null=True, editable=False)
    seal = models.BigIntegerField(null=True, editable=False)
    head = models.CharField(max_length=64, blank=True, editable=False)
    """Of the audit seal that holds the fixing: made afterwards, out of all that happened in the house meanwhile."""
    drawn_at = models.DateTimeField(null=True, editable=False)
    void_reason = models.TextField(_("作废原因"), max_length=500, blank=True, editable=False)
    """Public."""

    objects = DrawQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = [*Record.index_list("experts_draw"), models.Index(fields=["about"], name="experts_draw_about")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DrawState.values), name="experts_draw_state"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="experts_draw_seats"),
            models.UniqueConstraint(
                fields=["place", "purpose"],
                condition=~Q(state=DrawState.VOID),
                name="experts_draw_once",
                violation_error_message=_("这个用途已经有一次抽取，不能再抽一次；确有必要的，先将它作废并公开原因"),
                violation_error_code="drawn_already",
            ),
        ]

    @property
    def title(self) -> str:
        return self.purpose

    def get_absolute_url(self) -> str:
        return reverse("draw", args=[self.number])

    def lock_parents(self) -> None:
        """The organisations first, as everybody does, then all draws for the same record."""
        list(Organisation.objects.select_for_update().filter(pk__in=self.organisations.values("pk")).order_by("pk"))
        if self.about:
            Draw.objects.hold_about(self.about)

    @property
    def revealed_seed(self) -> str:
        """The seed once the draw is made; nobody is told before, and never when it is called off before."""
        return self.seed if self.drawn_at else ""

    def seated(self) -> "list[Candidate]":
        """Who has a seat now, in the order of the draw."""
        drawn = self.candidates.filter(position__isnull=False, declined_at=None).order_by("position")
        return list(drawn.select_related("expert__user")[: self.seats])


class Candidate(models.Model):
    """An expert of the pool as the draw found them: a candidate, or left out for a reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="candidates")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="candidacies")
    excluded = models.CharField(max_length=12, choices=Exclusion.choices, blank=True)
    position = models.PositiveSmallIntegerField(null=True)
    """In the order of the draw, from 1."""
    declined_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["draw", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "expert"], name="experts_candidate_once"),
            models.UniqueConstraint(fields=["draw", "position"], name="experts_candidate_position"),
            models.CheckConstraint(condition=Q(excluded="") | Q(position=None), name="experts_candidate_excluded"),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.expert_id}"
