"""What many units do for one event: each assists, answers a whistle or asks for time as a record of its own.

So each has its own holder, clock and line in somebody's morning, and fifty departments can answer at once.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.events.core.models.events import Event
from linli.events.core.states import AnswerState, AssistState, ExtensionState
from linli.flow.records import Part, PartQuerySet
from linli.kernel.ids import new_id
from linli.people.models import Unit


class UnitPartQuerySet(PartQuerySet):
    def for_list(self) -> Self:
        return self.select_related("unit", "event__category", "event__place", "event__lead_unit")


class UnitPart(Part):
    """A unit's share in an event. Acts on it hold the event's row first, as every act on the event does."""

    whole = "event"
    open_states: ClassVar[tuple[str, ...]]

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="%(class)ss")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))

    objects = UnitPartQuerySet.as_manager()

    class Meta(Part.Meta):
        abstract = True

    def facts(self) -> dict[str, object]:
        return {"unit": self.unit.name, **self.event.facts()}

    @property
    def is_open(self) -> bool:
        return self.state in self.open_states


class Assist(UnitPart):
    """An assisting unit beside the lead unit (协办)."""

    kind = "assist"
    prefix = "AS"
    open_states = (AssistState.ASKED,)

    class Meta(UnitPart.Meta):
        indexes = [models.Index(fields=["unit", "event"], name="core_assist_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AssistState.values), name="core_assist_state"),
            models.UniqueConstraint(
                fields=["event", "unit"], condition=Q(state=AssistState.ASKED), name="core_assist_once"
            ),
        ]


class Whistle(models.Model):
    """One call to several units (吹哨): come to this place, for this reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="whistles")
    words = models.CharField(_("事由"), max_length=200)
    blown_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.event_id} {self.blown_at:%Y-%m-%d %H:%M}"


class WhistleAnswer(UnitPart):
    """A unit that was called: it must answer, then arrive, each by its time; the caller rates it."""

    kind = "whistle"
    prefix = "WS"
    open_states = (AnswerState.CALLED, AnswerState.ANSWERED, AnswerState.ARRIVED)

    whistle = models.ForeignKey(Whistle, on_delete=models.CASCADE, related_name="answers")
    is_answered_in_time = models.BooleanField(null=True)
    """None while it is open, and for what was called before this was kept."""
    rating = models.PositiveSmallIntegerField(_("评分"), null=True)

    class Meta(UnitPart.Meta):
        indexes = [
            models.Index(fields=["unit", "event"], name="core_answer_unit"),
            models.Index(fields=["created_at"], name="core_answer_created"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AnswerState.values), name="core_answer_state"),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5)),
                name="core_answer_rating",
                violation_error_message=_("评分为 1 至 5"),
            ),
            models.UniqueConstraint(
                fields=["event", "unit"],
                condition=Q(state__in=(AnswerState.CALLED, AnswerState.ANSWERED, AnswerState.ARRIVED)),
                name="core_answer_once",
            ),
        ]


class Extension(UnitPart):
    """The lead unit asks for more time; the desk that dispatched allows it or does not."""

    kind = "extension"
    prefix = "EX"
    open_states = (ExtensionState.ASKED,)

    until = models.DateTimeField(_("延至"))

    class Meta(UnitPart.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExtensionState.values), name="core_extension_state"),
            models.UniqueConstraint(
                fields=["event"], condition=Q(state=ExtensionState.ASKED), name="core_extension_once"
            ),
        ]
