"""Events: what is reported on a place and fixed."""

import re
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.grid.policies import SEEING
from linli.grid.states import OPEN, Channel, EventState, PhotoStage
from linli.kernel.fields import EncryptedTextField
from linli.kernel.ids import new_id
from linli.kernel.models import StoredFile
from linli.kernel.search import joined, matching
from linli.people.models import Unit
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Place
from linli.places.placed import PlacedQuerySet, inside

NUMBER = re.compile(r"EV-\d{4}-\d+", re.IGNORECASE)
SEARCHED = joined("text", "address")


class Category(models.Model):
    """A kind of event. Its deadlines are rules with the category's code as their subject."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级类别")
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    needs_photo = models.BooleanField(_("办结须附照片"), default=False)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class ResponsibleUnit(models.Model):
    """The unit that answers for a category at a place and below it; the nearest one is proposed at dispatch."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="responsible", verbose_name=_("类别"))
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("地点"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="responsible_for", verbose_name=_("责任单位"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "place"],
                name="grid_responsibleunit_one",
                violation_error_message=_("此地的这个类别已有责任单位"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.place}: {self.unit}"


class EventQuerySet(PlacedQuerySet["Event"]):
    def visible_to(self, actor: Any) -> Self:
        """The events at the places of the actor's posts and those their units lead; a reporter sees their own."""
        if actor.kind == "reporter":
            return self.filter(pk=actor.event_id)
        reach = Q(pk=None)
        if actor.unit_ids:
            reach = Q(lead_unit__in=actor.unit_ids)
        for code in actor.codes(*SEEING):
            reach = inside(code) if reach == Q(pk=None) else reach | inside(code)
        return self.filter(reach)

    def search(self, words: str) -> Self:
        """Those whose text or address holds all the words; the one of this number, if it is a number."""
        if NUMBER.fullmatch(words.strip()):
            return self.filter(number=words.strip().upper())
        return matching(self, SEARCHED, words)

    def for_list(self) -> Self:
        return self.select_related("category", "place", "lead_unit")

    def still_open(self) -> Self:
        return self.filter(state__in=OPEN)


def title_of(text: str) -> str:
    first = text.strip().splitlines()[0] if text.strip() else ""
    return first if len(first) <= 40 else first[:39] + "…"


class Event(Record):
    """Something is wrong at a place: reported, fixed, checked, closed, rated."""

    kind = "event"
    prefix = "EV"

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", verbose_name=_("类别"))
    text = models.TextField(_("情况"))
    address = models.CharField(_("位置描述"), max_length=120, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    is_outside = models.BooleanField(_("不在任何网格内"), default=False)
    channel = models.CharField(_("来源"), max_length=12, choices=Channel.choices)
    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("主办单位")
    )
    dispatched_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    rating = models.PositiveSmallIntegerField(_("评分"), null=True)
    rating_words = models.CharField(_("评价"), max_length=200, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            *Record.index_list("grid_event"),
            models.Index(
                Left("path", CODE_LENGTHS[Level.COMMUNITY]),
                models.F("id").desc(),
                condition=Q(state__in=OPEN),
                name="grid_event_open",
            ),
            models.Index("lead_unit", models.F("id").desc(), name="grid_event_lead_unit"),
            models.Index(
                Left("path", CODE_LENGTHS[Level.COMMUNITY]),
                models.F("ended_at").desc(),
                condition=Q(ended_at__isnull=False),
                name="grid_event_ended",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EventState.values), name="grid_event_state"),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="grid_event_point",
                violation_error_message=_("坐标超出范围"),
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5)),
                name="grid_event_rating",
                violation_error_message=_("评分为 1 至 5"),
            ),
        ]

    @property
    def title(self) -> str:
        """The first line, or as much of it as a list shows."""
        return title_of(self.text)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Photo(models.Model):
    """A picture of an event, before or after."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=6, choices=PhotoStage.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.event_id} {self.stage}"


class Reporter(models.Model):
    """Who reported an event, apart from it: no handler ever reads this row.

    The phone number is optional and encrypted; the secret with which the reporter comes back is kept as a digest.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="reporter")
    phone = EncryptedTextField(_("手机号"), null=True, blank=True)
    phone_index = models.CharField(max_length=64, blank=True)
    secret_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["phone_index"], condition=~Q(phone_index=""), name="grid_reporter_phone")]

    def __str__(self) -> str:
        return str(self.event_id)
