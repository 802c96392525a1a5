"""The demo's disputes: some forty, one of them settled after five sessions, and the monthly search for them."""

import datetime
import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from linli.demo.cast import COMMUNITY, DISTRICT, GRID, SUBDISTRICT
from linli.demo.quarrel_texts import (
    BROKEN,
    FAILURES,
    NAMES,
    PLACES,
    QUARRELS,
    SESSION_NOTES,
    VISITS,
    Quarrel,
)
from linli.events.core.flows import EVENT
from linli.events.core.intake import report
from linli.events.core.models import Category
from linli.events.core.payloads import Report
from linli.events.disputes.flows import DISPUTE, FOLLOW_UP, SEARCH, SESSION
from linli.events.disputes.models import Dispute, FollowUp, LegalPost, MediationKind, ReferralKind, SearchRound, Session
from linli.events.disputes.payloads import Agreed, Appointment, Held, Mediators, NewParty, Referred, Searched, TakeUp
from linli.events.disputes.rounds import begin_rounds
from linli.events.disputes.states import DisputeChannel, LegalRole, SearchState, SessionOutcome, Side
from linli.kernel.actor import Visitor
from linli.people.actors import StaffActor, actor_of
from linli.people.models import User
from linli.people.roles import Role
from linli.people.staffing import nearest, users_of
from linli.places.levels import Level
from linli.places.models import Place

KINDS = ("人民调解", "行政调解", "司法调解", "行业性专业性调解")
REFERRALS = ("司法确认", "向法院起诉", "申请仲裁", "其他途径")
DAY = datetime.timedelta(days=1)
PHONE = "+8613800138000"
"""A service number that belongs to no person."""
SEARCHED_ON = 18
UNSEARCHED = 0.08
"""The share of communities that let a month pass."""

Steps = Iterator[tuple[datetime.datetime, Callable[[], None]]]


@dataclass(frozen=True)
class Story:
    """``count`` disputes that began so many days ago (from, to), met so often, and ended so."""

    count: int
    began: tuple[int, int]
    sessions: int
    end: str


STORIES = (
    Story(1, (80, 85), 5, "kept"),
    Story(13, (50, 90), 2, "kept"),
    Story(8, (12, 28), 2, "agreed"),
    Story(2, (52, 70), 2, "broken"),
    Story(6, (25, 80), 3, "failed"),
    Story(6, (3, 20), 1, ""),
    Story(4, (1, 3), 0, ""),
)


def set_up(on: datetime.date) -> None:
    """The lists of the office, and the legal backbone of the subdistrict's communities."""
    MediationKind.objects.bulk_create(MediationKind(name=name, position=n) for n, name in enumerate(KINDS, start=1))
    ReferralKind.objects.bulk_create(ReferralKind(name=name, position=n) for n, name in enumerate(REFERRALS, start=1))
    names_of = itertools.cycle(NAMES)
    communities = Place.objects.inside(SUBDISTRICT).filter(level=Level.COMMUNITY).order_by("code")
    LegalPost.objects.bulk_create(
        LegalPost(place=place, role=role, name=next(names_of), is_public=role != LegalRole.LAW_WISE, valid_from=on)
        for place in communities
        for role in LegalRole
    )
    worker = User.objects.get(posts__role=Role.GRID_WORKER, posts__place__code=GRID)
    LegalPost.objects.create(
        place=Place.objects.get(code=COMMUNITY),
        role=LegalRole.MEDIATOR,
        name=worker.name,
        user=worker,
        is_public=True,
        valid_from=on,
    )


def agenda(until: datetime.datetime) -> Steps:
    """What happens when; the first of the stories in the community of the cast."""
    chance = random.Random("quarrels")
    places = list(Place.objects.inside(SUBDISTRICT).filter(level=Level.GRID).order_by("code"))
    at_home = [place for place in places if place.code.startswith(COMMUNITY)]
    quarrels = itertools.cycle(QUARRELS)
    stories = [story for story in STORIES for _ in range(story.count)]
    for number, story in enumerate(stories):
        place = chance.choice(at_home if number % 3 == 0 else places)
        began = _hour(until - chance.randint(*story.began) * DAY, chance)
        yield from Affair(next(quarrels), place, chance).steps(story, began, until)
    yield from _searches(until, chance)


def _hour(moment: datetime.datetime, chance: random.Random) -> datetime.datetime:
    """Some time of that day at which people are up."""
    return timezone.localtime(moment).replace(hour=chance.randint(9, 18), minute=chance.randrange(0, 60, 5))


class Affair:
    """One dispute, from what was told to wherever its story leads."""

    def __init__(self, quarrel: Quarrel, place: Place, chance: random.Random) -> None:
        self.quarrel, self.place, self.chance = quarrel, place, chance
        self.channel = chance.choice(list(DisputeChannel))
        self.event_id: Any = None

    def steps(self, story: Story, began: datetime.datetime, until: datetime.datetime) -> Steps:
        yield began, self.begin
        at = began
        for number in range(story.sessions):
            planned, at = at + datetime.timedelta(hours=3), _hour(at + self.chance.randint(2, 5) * DAY, self.chance)
            if planned >= until:
                return
            is_last = number == story.sessions - 1 and story.end in ("kept", "agreed", "broken")
            yield planned, lambda at=at: self.plan(at)  # type: ignore[misc]
            if at >= until:
                return
            yield at + datetime.timedelta(hours=2), lambda is_last=is_last: self.hold(is_last)  # type: ignore[misc]
        at += datetime.timedelta(hours=3)
        if story.end == "failed":
            yield at, self.fail
        elif story.end:
            yield at, self.agree
        if story.end in ("kept", "broken"):
            move = "keep" if story.end == "kept" else "break"
            yield min(at + 30 * DAY, until), lambda: self.visit(move)

    @property
    def dispute(self) -> Dispute:
        return Dispute.objects.select_related("lead").get(event=self.event_id)

    @property
    def mediator(self) -> StaffActor:
        return actor_of(self.dispute.lead)

    def begin(self) -> None:
        """Told by a resident and taken up, or written down by the community that mediates it."""
        desk = nearest((Role.COMMUNITY_WORKER, Role.DISPATCHER), self.place.code) or ""
        user = User.objects.get(pk=users_of(desk)[0])
        category = Category.objects.select_related("parent").get(code=self.quarrel.kind)
        is_told = self.channel == DisputeChannel.REPORTED
        told = Report(category=category, text=self.quarrel.words, place=self.place, address=self.quarrel.address)
        event = report(told, actor=Visitor() if is_told else actor_of(user)).event
        self.event_id = event.pk
        kind = MediationKind.objects.get(name=KINDS[0] if self.chance.random() < 0.8 else self.chance.choice(KINDS))
        taken = TakeUp(kind, Mediators(user, self._help(user)), self.channel)
        EVENT.make(event, "take_up", actor=actor_of(user), data=taken)
        for side, name in zip((Side.FIRST, Side.SECOND), self.quarrel.sides, strict=True):
            self._make("add_party", NewParty(side, name, PHONE))

    def _help(self, lead: User) -> list[User]:
        """The grid's worker, where there is one."""
        worker = nearest((Role.GRID_WORKER,), self.place.code)
        return [user for user in User.objects.filter(pk__in=users_of(worker) if worker else []) if user != lead]

    def plan(self, at: datetime.datetime) -> None:
        self._make("plan_session", Appointment(at, self.chance.choice(PLACES)))

    def hold(self, is_last: bool) -> None:
        dispute = self.dispute
        session = Session.objects.get(dispute=dispute, state__in=Session.open_states)
        outcome = (
            SessionOutcome.AGREED if is_last else self.chance.choice((SessionOutcome.NEARER, SessionOutcome.APART))
        )
        said = self.chance.choice(SESSION_NOTES)
        held = Held(list(dispute.parties.all()), list(dispute.all_mediators()), said, outcome)
        SESSION.make(session, "hold", actor=self.mediator, data=held)

    def agree(self) -> None:
        due = timezone.localdate() + 14 * DAY
        self._make("agree", Agreed(self.quarrel.terms, due, is_oral=self.chance.random() < 0.3))

    def fail(self) -> None:
        to = ReferralKind.objects.get(name=self.chance.choice(REFERRALS[1:3]))
        self._make("fail", Referred(to), self.chance.choice(FAILURES))

    def visit(self, move: str) -> None:
        due = FollowUp.objects.get(dispute=self.dispute, state__in=FollowUp.open_states)
        note = self.chance.choice(VISITS) if move == "keep" else BROKEN
        FOLLOW_UP.make(due, move, actor=self.mediator, note=note)

    def _make(self, name: str, data: object, note: str = "") -> None:
        DISPUTE.make(self.dispute, name, actor=self.mediator, data=data, note=note)


def _searches(until: datetime.datetime, chance: random.Random) -> Steps:
    """Each month a round begins, and most communities look for disputes before its time is over."""
    month = timezone.localtime(until).replace(day=1, hour=8, minute=0, second=0, microsecond=0)
    for first in (_before(_before(month)), _before(month), month):
        if first <= until:
            yield first, _begin
        done = first.replace(day=SEARCHED_ON, hour=10)
        if done <= until:
            yield done, lambda: _search(chance)


def _before(month: datetime.datetime) -> datetime.datetime:
    return (month - DAY).replace(day=1)


def _begin() -> None:
    begin_rounds()


def _search(chance: random.Random) -> None:
    for found in SearchRound.objects.inside(DISTRICT).filter(state=SearchState.DUE).order_by("path"):
        holder = nearest((Role.COMMUNITY_WORKER, Role.DISPATCHER), found.path)
        if holder is None or chance.random() < UNSEARCHED:
            continue
        actor = actor_of(User.objects.get(pk=users_of(holder)[0]))
        here = Dispute.objects.inside(found.path).filter(channel=DisputeChannel.SEARCHED, search=None)
        SEARCH.make(found, "search", actor=actor, data=Searched(chance.randint(30, 180), list(here)))
