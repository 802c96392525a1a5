"""A year of the district before and beside the weeks that are lived through: put in by the same way as an import."""

import datetime
import random
import uuid
from collections.abc import Iterator
from dataclasses import replace

from linli.demo.grounds import Ground, Offices, grounds, weights
from linli.demo.lives import WORKERS, Lives, begun
from linli.demo.seasons import Sort, moments, sorts
from linli.events.core.adopting import BATCH, PastEvent, adopt
from linli.events.core.models import Category, Event
from linli.events.core.states import Channel, EventState
from linli.kernel.actor import SYSTEM
from linli.kernel.ids import first_id
from linli.kernel.numbers import next_numbers
from linli.kernel.worktime import ZONE

LENGTH = datetime.timedelta(days=365)
SEED = "year"
CHANNELS = {Channel.RESIDENT: 58, Channel.GRID_WORKER: 33, Channel.STAFF: 9}
WITH_POINT = 0.82
TWIN_WITHIN = datetime.timedelta(days=4)
TWINS = 0.3
"""Of those who report what another in the community reported these days, so many are told that it is the same."""


class Year:
    """``count`` events up to ``until``. As the clock goes forward, each is put in when its last step was taken."""

    def __init__(self, count: int, *, until: datetime.datetime) -> None:
        self.chance = random.Random(SEED)
        self.since, self.until = until - LENGTH, until
        self._categories = {row.code: row for row in Category.objects.select_related("parent")}
        self._offices = Offices()
        self._sorts = sorts()
        self._lives = Lives(self.chance, self._offices, self.since, until)
        self._twins: dict[tuple[str, str], PastEvent] = {}
        born = list(self._all(count)) if count else []
        self._born = iter([*born, None])
        self._next = next(self._born)
        self._numbers: dict[uuid.UUID | None, str] = {}
        # What is joined comes after what it is joined to: SQLite looks for a missing key's row at every insert.
        ends = {past.key: past.steps[-1].at for past in born}
        over = (
            (max(ends[past.key], ends[past.joined_to or past.key]), past.joined_to is not None, past) for past in born
        )
        self._over = sorted(over, key=lambda one: one[:2], reverse=True)

    def pass_until(self, moment: datetime.datetime) -> None:
        """Numbers in the order of the reports, then the events that are over, or have come as far as they will."""
        born = []
        while self._next is not None and self._next.steps[0].at <= moment:
            born.append(self._next)
            self._next = next(self._born)
        if born:
            years = [past.steps[0].at.astimezone(ZONE).year for past in born]
            self._numbers |= zip((past.key for past in born), next_numbers(Event.prefix, years), strict=True)
        while self._over and self._over[-1][0] <= moment:
            batch: list[PastEvent] = []
            while self._over and len(batch) < BATCH and self._over[-1][0] <= moment:
                past = self._over.pop()[2]
                batch.append(replace(past, number=self._numbers.pop(past.key)))
            adopt(batch, actor=SYSTEM)

    def _all(self, count: int) -> Iterator[PastEvent]:
        found = grounds(self.chance)
        shares = weights(found, self.chance)
        reports = moments(count, self._sorts, self.since, self.until, self.chance)
        places = self.chance.choices(found, weights=shares, k=count)
        for (at, kind), ground in zip(reports, places, strict=True):
            yield self._one(at, kind, self._sorts[kind], ground)

    def _one(self, at: datetime.datetime, kind: str, sort: Sort, ground: Ground) -> PastEvent:
        chance, category = self.chance, self._categories[kind]
        spot = chance.choice(ground.spots)
        channel = chance.choices(list(CHANNELS), weights=list(CHANNELS.values()))[0]
        has_point = chance.random() < WITH_POINT
        text = chance.choice(sort.says).format(road=spot.road, estate=spot.estate) + chance.choice(sort.tails)
        past = PastEvent(
            key=uuid.UUID(int=first_id(at).int | chance.getrandbits(62)),
            category=category,
            place_id=ground.place_id,
            path=ground.code,
            text=text,
            address=spot.address,
            lat=spot.lat if has_point else None,
            lon=spot.lon if has_point else None,
            channel=channel,
            reached=EventState.REPORTED,
            steps=[begun(at, channel, self._offices.local(WORKERS, ground.code, at.date()))],
        )
        if not self._join(past):
            unit = self._offices.unit((category.pk, category.parent_id), ground.code)
            self._lives.live(past, sort, unit=unit)
            if past.reached not in (EventState.REJECTED, EventState.WITHDRAWN):
                self._twins[kind, ground.code[:12]] = past
        return past

    def _join(self, past: PastEvent) -> bool:
        """Two see the same: the second one's is joined to the first one's while that goes on, and closed with it."""
        first = self._twins.get((past.category.code, past.path[:12]))
        at = past.steps[0].at
        if first is None or at - first.steps[0].at > TWIN_WITHIN or self.chance.random() > TWINS:
            return False
        close = next((step for step in first.steps if step.move == "close"), None)
        joined = at + datetime.timedelta(minutes=self.chance.randint(10, 90))
        if joined > self.until or (close is not None and close.at <= joined) or first.steps[-1].move == "solve":
            return False
        past.joined_to, past.reached = first.key, EventState.JOINED
        doer = self._offices.local(WORKERS, past.path, joined.date())
        begin = past.steps[0]
        past.steps = [begin, replace(begin, move="join", at=joined, kind="user", **doer._asdict())]
        if close is not None:
            past.reached = EventState.CLOSED
            past.steps = [*past.steps, replace(close, move="close_joined")]
        return True
