"""Events: what is reported on a place and fixed."""

import math
import re
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from linli.audit.words import WITHHELD
from linli.events.core.desks import code_at
from linli.events.core.extensions import insiders
from linli.events.core.models.categories import Category
from linli.events.core.models.prior import PriorSystem
from linli.events.core.policies import LOCAL
from linli.events.core.states import OPEN, Channel, EventState
from linli.flow.records import Record
from linli.inbox.models import Task
from linli.kernel.actor import Actor
from linli.kernel.search import joined, matching
from linli.people.models import Unit, User
from linli.people.roles import Role
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.placed import PlacedQuerySet, inside

NUMBER = re.compile(r"EV-\d{4}-\d+", re.IGNORECASE)
SEARCHED = joined("text", "address")
FORMER = re.compile(r"[\w./#()-]*\d[\w./#()-]*")
"""What may be a number of another system: with a digit and without a space."""
LONGEST_FORMER_NUMBER = 60
METRES_PER_DEGREE = 111_320.0


class EventQuerySet(PlacedQuerySet["Event"]):
    def visible_to(self, actor: Actor) -> Self:
        """The events at the places of the actor's posts, those their units lead, assist in or are whistled for.

        A confidential one is there only for those who work on it: at its place, at the unit that leads, at one that
        was asked and has not declined, as a mediator. A leader sees it when they lead it or when it came to them.
        A reporter sees their own.
        """
        if actor.kind == "reporter":
            return self.filter(pk=actor.record_id)
        reaches = [inside(code) for code in actor.codes(*LOCAL)]
        reaches += [inside(code) & _open_to_leader(actor) for code in actor.codes(Role.LEADER)]
        reaches += [reach for _name, tell in insiders if (reach := tell(actor)) is not None]
        if actor.unit_ids:
            reaches.append(Q(lead_unit__in=actor.unit_ids))
        return self.filter(reduce(or_, reaches) if reaches else Q(pk=None))

    def search(self, words: str) -> Self:
        """Those whose text or address holds all the words; the one of this number, if it is a number, also a former."""
        words = words.strip()
        if NUMBER.fullmatch(words):
            return self.filter(number=words.upper())
        if FORMER.fullmatch(words):
            former = self.filter(former_number=words)
            if former.exists():
                return former
        return matching(self, SEARCHED, words)

    def for_list(self) -> Self:
        return self.select_related("category", "place", "lead_unit")

    def for_record(self) -> Self:
        """Who leads, who watches, what it was joined to are asked for where there is one: most have none of it."""
        return self.for_list().select_related("category__parent")

    def near(self, lat: float, lon: float, *, metres: float) -> Self:
        """Those in the square of twice so many metres around the point: a few steps of an index of open work."""
        north, east = metres / METRES_PER_DEGREE, metres / (METRES_PER_DEGREE * math.cos(math.radians(lat)))
        return self.filter(lat__range=(lat - north, lat + north), lon__range=(lon - east, lon + east))

    def still_open(self) -> Self:
        return self.filter(state__in=OPEN)


def _open_to_leader(actor: Actor) -> Q:
    """Who is told that it is late, or has it because nobody else does, must be able to look."""
    holders = actor.holders
    came = Task.objects.filter(Q(holder__in=holders) | Q(escalate_to__in=holders, escalated_at__isnull=False))
    return Q(is_confidential=False) | Q(leader=actor.id) | Q(pk__in=came.values("record_id"))


def title_of(text: str) -> str:
    """The first line, or as much of it as a list shows."""
    first = text.strip().splitlines()[0] if text.strip() else ""
    return first if len(first) <= 40 else first[:39] + "…"


def neutral_title(category: str, number: str) -> str:
    """For a confidential event: not a word of what was written."""
    return f"{category} {number}"


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
    is_confidential = models.BooleanField(_("保密"), db_default=False)
    """Only those who work on it may know of it. Set from the category at the beginning; nothing takes it away."""
    channel = models.CharField(_("来源"), max_length=12, choices=Channel.choices)
    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("主办单位")
    )
    desk = models.CharField(_("由哪一级决定"), max_length=12, choices=Level.choices, default="")
    highest = models.CharField(_("到过的最高一级"), max_length=12, choices=Level.choices, default="")
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="joined", db_index=False, verbose_name=_("并入")
    )
    same_as = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("上报人说是同一件事"),
    )
    """What the reporter says; only somebody of the place joins them."""
    prior = models.ForeignKey(
        PriorSystem, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("原系统")
    )
    former_number = models.CharField(_("原编号"), max_length=LONGEST_FORMER_NUMBER, null=True, blank=True)
    leader = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("领办人")
    )
    supervisor = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("督办人")
    )
    dispatched_at = models.DateTimeField(null=True)
    solve_due = models.DateTimeField(null=True)
    close_due = models.DateTimeField(null=True)
    extended_until = models.DateTimeField(null=True)
    their_due = models.DateTimeField(_("平台期限"), null=True)
    """Until when the platform that sent it wants an answer; our own deadlines end no later. Only orders have it."""
    is_accepted_in_time = models.BooleanField(null=True)
    is_done_in_time = models.BooleanField(null=True)
    sent_back = models.PositiveSmallIntegerField(default=0)
    reworked = models.PositiveSmallIntegerField(default=0)
    extended = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    rating = models.PositiveSmallIntegerField(_("评分"), null=True)
    rating_words = models.CharField(_("评价"), max_length=200, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            *Record.index_list("core_event"),
            models.Index(
                Left("path", CODE_LENGTHS[Level.COMMUNITY]),
                F("id").desc(),
                condition=Q(state__in=OPEN),
                name="core_event_open",
            ),
            models.Index("lead_unit", F("id").desc(), name="core_event_lead_unit"),
            models.Index(fields=["lat", "lon"], condition=Q(state__in=OPEN), name="core_event_open_point"),
            models.Index("id", condition=Q(is_confidential=True), name="core_event_confidential"),
            models.Index(fields=["former_number"], condition=Q(former_number__isnull=False), name="core_event_former"),
            models.Index(fields=["joined_to"], condition=Q(joined_to__isnull=False), name="core_event_joined"),
            models.Index(
                Left("path", CODE_LENGTHS[Level.COMMUNITY]),
                F("ended_at").desc(),
                condition=Q(ended_at__isnull=False),
                name="core_event_ended",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EventState.values), name="core_event_state"),
            models.UniqueConstraint(
                fields=["prior", "former_number"],
                condition=Q(prior__isnull=False),
                name="core_event_former_once",
                violation_error_message=_("原系统的这个编号已有一件事件"),
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="core_event_point",
                violation_error_message=_("坐标超出范围"),
            ),
            models.CheckConstraint(
                condition=Q(state=EventState.JOINED, joined_to__isnull=False)
                | (~Q(state=EventState.JOINED) & (Q(joined_to=None) | Q(state=EventState.CLOSED))),
                name="core_event_joined_to",
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5)),
                name="core_event_rating",
                violation_error_message=_("评分为 1 至 5"),
            ),
        ]

    @property
    def title(self) -> str:
        """What lists, tasks and messages call it."""
        if self.is_confidential:
            return neutral_title(self.category.name, self.number)
        return title_of(self.text)

    @property
    def is_told_outside(self) -> bool:
        return not self.is_confidential

    def facts(self) -> dict[str, object]:
        return {WITHHELD: True} if self.is_confidential else {}

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def desk_path(self) -> str:
        """The code of the place whose desk decides on it."""
        return code_at(self.path, self.desk)
