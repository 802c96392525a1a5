"""How a matter of the year went on: its steps in working time, as fast as whoever had it."""

import datetime
import random
from collections.abc import Sequence
from functools import cache

from linli.demo import texts
from linli.demo.catalogue import URGENT
from linli.demo.grounds import Doer, Offices
from linli.demo.seasons import Sort
from linli.events.core.adopting import PastEvent
from linli.events.core.flows import EVENT
from linli.events.core.states import Channel, EventState
from linli.flow.backfill import Step
from linli.flow.flow import BEGIN
from linli.kernel import holidays
from linli.kernel.worktime import deadline
from linli.people import holders
from linli.people.models import Unit
from linli.people.roles import Role
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.rules import WORK_HOURS

WORKERS = (Role.GRID_WORKER, Role.COMMUNITY_WORKER, Role.DISPATCHER)
DESK = (Role.COMMUNITY_WORKER, Role.DISPATCHER)
ABOVE = (Role.DISPATCHER,)
MAIN = ("accept", "dispatch", "start", "finish", "check", "close")
SIDES: Sequence[tuple[float, tuple[str, ...]]] = (
    (0.04, ("accept", "dispatch", "send_back", *MAIN[1:])),
    (0.035, (*MAIN[:4], "rework", "finish", "check", "close")),
    (0.025, ("accept", "dispatch", "start", "extend", *MAIN[3:])),
    (0.02, ("accept", "raise", *MAIN[1:])),
    (0.012, (*MAIN, "reopen", *MAIN[1:])),
)
"""Which share leaves the main way, and how."""
HIGHEST = {Role.COMMUNITY_WORKER.value: Level.COMMUNITY, Role.DISPATCHER.value: Level.SUBDISTRICT}
"""Who solves it on the spot where no grid worker sits: then that level had to act."""
REJECTED, WITHDRAWN = 0.3, 0.012
"""The first of what belongs to no category."""
PACE = {
    "accept": (38, 0.75),
    "solve": (45, 0.6),
    "reject": (55, 0.6),
    "withdraw": (90, 0.8),
    "raise": (60, 0.6),
    "dispatch": (35, 0.7),
    "send_back": (90, 0.6),
    "start": (75, 0.7),
    "extend": (700, 0.2),
    "finish": (420, 0.75),
    "check": (110, 0.7),
    "rework": (130, 0.6),
    "close": (80, 0.7),
    "reopen": (900, 0.5),
    "rate": (500, 0.8),
}
"""Working minutes since the step before: the median, and how widely it is spread."""
AFTER_EXTENSION = 2.5
IMPROVEMENT = 0.35
"""So much faster at the end of the year than at its beginning."""
RATED = 0.34
STARS = {True: (1, 2, 8, 28, 61), False: (8, 14, 26, 32, 20)}
"""How many stars, by whether it was done in time."""
OTHER = "other"


class Lives:
    """Makes steps; the same chance makes the same."""

    def __init__(self, chance: random.Random, offices: Offices, since: datetime.datetime, until: datetime.datetime):
        self.chance, self.offices, self.since, self.until = chance, offices, since, until
        self.calendar = holidays.calendar()
        self.speed = {unit.pk: chance.uniform(0.75, 1.5) for unit in offices.units}
        self.local_speed: dict[str, float] = {}
        self.hours = cache(WORK_HOURS.at)

    def live(self, past: PastEvent, sort: Sort, *, unit: Unit) -> None:
        """Let it go some way, as far as ``until``."""
        kind, route = past.category.code, self._route(past, sort)
        if "reject" in route and kind == OTHER:
            past.text, answer = self.chance.choice(texts.OUTSIDERS)
        else:
            answer = self.chance.choice(sort.fixes)
        at, steps, lead = past.steps[0].at, list(past.steps), unit
        for position, name in enumerate(route):
            at = self._later(at, name, past, unit)
            if at > self.until:
                break
            lead = self._lead(unit) if "send_back" in route[position : position + 2] else unit
            self._note(past, name, lead, at)
            steps.append(self._step(name, at, past, lead, answer))
        past.steps = steps
        past.reached = _state(steps)
        if past.reached == EventState.CLOSED and past.channel == Channel.RESIDENT and self.chance.random() < RATED:
            self._rate(past, steps)

    def _route(self, past: PastEvent, sort: Sort) -> tuple[str, ...]:
        chance = self.chance.random()
        if past.category.code == OTHER and chance < REJECTED:
            return ("reject",)
        if past.channel == Channel.RESIDENT and chance > 1 - WITHDRAWN:
            return ("withdraw",)
        if self.chance.random() < sort.spot:
            return ("solve",)
        chance = self.chance.random()
        for share, route in SIDES:
            if chance < share:
                return route
            chance -= share
        return MAIN

    def _later(self, at: datetime.datetime, name: str, past: PastEvent, unit: Unit) -> datetime.datetime:
        median, spread = PACE[name]
        minutes = median * self.chance.lognormvariate(0, spread) * self._slowness(at, name, past, unit)
        if past.extended and name == "finish":
            minutes *= AFTER_EXTENSION
        seconds = datetime.timedelta(seconds=self.chance.randrange(60))
        if past.category.code in URGENT or name in ("withdraw", "rate", "reopen"):
            return at + datetime.timedelta(minutes=1 + minutes / 3) + seconds
        hours = self.hours(past.path)
        return deadline(at, 1 + int(minutes), hours=hours, calendar=self.calendar).at + seconds

    def _slowness(self, at: datetime.datetime, name: str, past: PastEvent, unit: Unit) -> float:
        """Units and communities differ, and both get better."""
        if name in ("start", "finish"):
            own = self.speed[unit.pk]
        else:
            community = past.path[: CODE_LENGTHS[Level.COMMUNITY]]
            own = self.local_speed.setdefault(community, self.chance.uniform(0.7, 1.45))
        return own * (1 + IMPROVEMENT * (0.5 - (at - self.since) / (self.until - self.since)))

    def _lead(self, unit: Unit) -> Unit:
        """The wrong one, which sends it back."""
        return self.chance.choice([other for other in self.offices.units if other.pk != unit.pk])

    def _note(self, past: PastEvent, name: str, lead: Unit, at: datetime.datetime) -> None:
        """What the step leaves on the event itself."""
        if name == "dispatch":
            past.lead_unit = lead
        elif name == "send_back":
            past.lead_unit, past.sent_back = None, past.sent_back + 1
        elif name == "rework":
            past.reworked += 1
        elif name == "reopen":
            past.lead_unit, past.reopened = None, past.reopened + 1
        elif name == "raise":
            past.desk = Level.SUBDISTRICT
        elif name == "extend":
            past.extended += 1
            hours = self.hours(past.path)
            past.solve_due = deadline(at, 1800, hours=hours, calendar=self.calendar).at
            past.close_due = deadline(past.solve_due, 960, hours=hours, calendar=self.calendar).at

    def _step(self, name: str, at: datetime.datetime, past: PastEvent, lead: Unit, answer: str) -> Step:
        note, unit = self._words(name, answer), ""
        if name in ("withdraw", "reopen", "rate"):
            return Step(name, at, kind="reporter", note=note)
        if name in ("start", "finish", "send_back"):
            doer = self.offices.doer(holders.of_unit(lead.pk), at.date())
            unit = lead.name if name == "send_back" else ""
        elif name in ("dispatch", "close", "raise"):
            roles = ABOVE if past.desk and name != "raise" else DESK
            doer = self.offices.local(roles, past.path, at.date())
            unit = lead.name if name == "dispatch" else ""
        else:
            doer = self.offices.local(ABOVE if name == "extend" else WORKERS, past.path, at.date())
        if name == "solve" and doer.role in HIGHEST:
            past.highest = HIGHEST[doer.role]
        return Step(name, at, "user", *doer, unit=unit, note=note)

    def _words(self, name: str, answer: str) -> str:
        match name:
            case "finish" | "solve" | "reject":
                return answer
            case "send_back":
                return self.chance.choice(texts.SEND_BACKS)
            case "rework":
                return self.chance.choice(texts.REWORKS)
            case "reopen":
                return self.chance.choice(texts.REOPENS)
            case "raise":
                return self.chance.choice(texts.RAISES)
            case "withdraw":
                return self.chance.choice(texts.WITHDRAWN)
        return ""

    def _rate(self, past: PastEvent, steps: list[Step]) -> None:
        at = self._later(steps[-1].at, "rate", past, self.offices.units[0])
        if at > self.until:
            return
        is_quick = steps[-1].at - steps[0].at < datetime.timedelta(days=5)
        past.rating = self.chance.choices(range(1, 6), weights=STARS[is_quick])[0]
        words = [words for stars, words in texts.PRAISE if stars == past.rating]
        past.rating_words = self.chance.choice(words) if words and self.chance.random() < 0.5 else ""
        steps.append(Step("rate", at, kind="reporter"))


def begun(at: datetime.datetime, channel: Channel, doer: Doer) -> Step:
    if channel == Channel.RESIDENT or doer.who is None:
        return Step(BEGIN, at, kind="visitor")
    return Step(BEGIN, at, "user", *doer)


def _state(steps: Sequence[Step]) -> EventState:
    """Where the last step that goes anywhere led."""
    targets = [EVENT.moves[step.move].target for step in steps[1:]]
    return EventState(next((target for target in reversed(targets) if target), EventState.REPORTED))
