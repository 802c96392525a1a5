"""The demo's incubation: what was found, 130 on their way, those that graduated or gave up, and who goes along.

Works with whatever organisations there are: the fewer, the fewer are incubated.
"""

import datetime
import itertools
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from linli.demo import incubation_offers as offers
from linli.demo import incubation_texts as texts
from linli.demo.incubation_doers import Doers
from linli.flow.backfill import Past, adopt
from linli.flow.backfill import Step as Done
from linli.flow.flow import BEGIN
from linli.inbox.actions import close_task
from linli.kernel.actor import SYSTEM
from linli.kernel.ids import id_at
from linli.kernel.rows import load
from linli.organisations.incubation.actions.mentoring import first_day, last_day
from linli.organisations.incubation.flows.incubations import EVIDENCE, FINDING, INCUBATION, MENTOR_VISIT
from linli.organisations.incubation.models import (
    Centre,
    Evidence,
    Finding,
    Incubation,
    Mentoring,
    MentorVisit,
    Passage,
    Step,
)
from linli.organisations.incubation.states import (
    DropReason,
    EvidenceState,
    FindingState,
    FoundBy,
    IncubationState,
    VisitKind,
    VisitState,
    Way,
)
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import (
    PUBLIC,
    SOCIAL_KINDS,
    OrganisationKind,
    OrganisationRole,
    OrganisationState,
)
from linli.people.models import User
from linli.people.roles import Role

CLUB = "邻里读书会"
SPREAD = (18, 20, 16, 14, 16, 16, 12, 10, 8)
"""How many are at each step: 130 in all."""
FILING = 7
"""From this step on they are on file."""
GRADUATED, DROPPED = 34, 14
VISITED_SINCE = datetime.timedelta(days=100)
DAY = datetime.timedelta(days=1)


@dataclass
class Draft:
    """What will be written at once."""

    incubations: list[Past[Incubation]] = field(default_factory=list)
    evidence: list[Past[Evidence]] = field(default_factory=list)
    visits: list[Past[MentorVisit]] = field(default_factory=list)
    findings: list[Past[Finding]] = field(default_factory=list)
    mentorings: list[Mentoring] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)


def fill(until: datetime.datetime) -> None:
    """After the organisations are there."""
    Filling(until).write()


class Filling:
    def __init__(self, until: datetime.datetime) -> None:
        self.until, self.chance = until, random.Random("incubation")
        self.by = Doers(until, self.chance)
        self.steps = list(Step.objects.on(timezone.localdate(until)))
        self.draft = Draft()
        social = Organisation.objects.filter(legal_kind__in=SOCIAL_KINDS).select_related("place", "hub")
        self.groups = list(social.filter(legal_kind=OrganisationKind.GROUP).order_by("path", "pk"))
        self.chance.shuffle(self.groups)
        self.groups.sort(key=lambda group: group.name != CLUB)
        self.hubs = list(social.filter(state__in=PUBLIC, role=OrganisationRole.HUB))

    def write(self) -> None:
        centres = offers.make_centres()
        offers.set_targets(self.until)
        listed = [group for group in self.groups if group.state == OrganisationState.LISTED]
        on_file = [group for group in self.groups if group.state == OrganisationState.ON_FILE]
        left = [group for group in self.groups if group.state == OrganisationState.LEFT]
        early, late = iter(listed), iter(on_file)
        going: list[Incubation] = []
        for position, number in self._plan():
            source = early if position < FILING else late
            going += [self._going(group, position, centres) for group in itertools.islice(source, number)]
        for group in itertools.islice(early, DROPPED):
            self._dropped(group)
        for group in (*itertools.islice(late, GRADUATED), *left[:3]):
            self._graduated(group)
        for group in early:
            self._found(group)
        self._adopt()
        offers.serve(centres, going, self.by)
        offers.train(going, self.by)

    def _plan(self) -> Iterable[tuple[int, int]]:
        """The club comes first of those on file: it is at the seventh step."""
        yield from enumerate(SPREAD, start=1)

    def _going(self, group: Organisation, position: int, centres: Sequence[Centre]) -> Incubation:
        is_club = group.name == CLUB
        stays = [self.chance.randint(12, 55) for _step in self.steps[: position - 1]]
        here = 9 if is_club else self.chance.randint(1, 72)
        began = self.by.moment(self.until - (sum(stays) + here) * DAY)
        in_house = self.chance.random() < 0.3
        incubation = self._incubation(group, began, self.steps[position - 1], Way.IN_HOUSE if in_house else None)
        if in_house:
            incubation.centre = next((one for one in centres if group.path.startswith(one.path)), None)
            incubation.way = Way.IN_HOUSE if incubation.centre else Way.OUTSIDE
        incubation.step_since, steps = self._walk(incubation, began, stays)
        state = IncubationState.PAUSED if not is_club and self.chance.random() < 0.04 else IncubationState.GOING
        if state == IncubationState.PAUSED:
            steps.append(self.by.done("pause", incubation.step_since + DAY, group.path, "人手不够，先缓一缓。"))
        self.draft.incubations.append(Past(incubation, state, steps))
        self._send(incubation, is_club)
        mentor = self.by.mentor(group.path)
        if mentor and state == IncubationState.GOING:
            self.draft.mentorings.append(Mentoring(incubation=incubation, user=mentor, valid_from=began.date()))
            self._visit(incubation, mentor, began.date())
        self._finding(group, FindingState.ACCEPTED, began)
        return incubation

    def _incubation(self, group: Organisation, began: datetime.datetime, step: Step, way: str | None) -> Incubation:
        return Incubation(
            pk=id_at(began),
            **Incubation.at(group.place),
            organisation=group,
            role=group.role,
            way=way or self.chance.choice((Way.OUTSIDE, Way.OUTSIDE, Way.ONLINE)),
            stage=step.stage,
            step=step,
            step_since=began,
            began_on=began.date(),
        )

    def _walk(
        self, incubation: Incubation, began: datetime.datetime, stays: Sequence[int]
    ) -> tuple[datetime.datetime, list[Done]]:
        """Through one step after another: its evidence was sent and accepted, some of it at the second try."""
        at, path = began, incubation.path
        done = [self.by.done(BEGIN, began, path)]
        for step, following, days in zip(self.steps, [*self.steps[1:], self.steps[-1]], stays, strict=False):
            left = at + days * DAY
            sent = left - self.chance.randint(1, 4) * DAY
            if self.chance.random() < 0.15 and days > 20:
                self._evidence(incubation, step, sent - 10 * DAY, EvidenceState.RETURNED)
            self._evidence(incubation, step, sent, EvidenceState.ACCEPTED)
            done += [self.by.by("receive", sent), self.by.done("reckon", left, path, to=following.name)]
            self.draft.passages.append(
                Passage(pk=id_at(left), incubation=incubation, step=step, left_on=left.date(), days=days)
            )
            at = left
        return at, done

    def _send(self, incubation: Incubation, is_club: bool) -> None:
        """What waits now: some evidence to be looked at, some that came back."""
        lot = self.chance.random()
        at = self.until - self.chance.randint(2, 60) * datetime.timedelta(hours=2)
        if is_club:
            self._evidence(
                incubation, incubation.step, self.until - 3 * DAY, EvidenceState.RETURNED, texts.CLUB_RETURNED
            )
        elif lot < 0.25 and at > incubation.step_since:
            self._evidence(incubation, incubation.step, at, EvidenceState.SENT)
        elif lot < 0.33 and at > incubation.step_since:
            self._evidence(incubation, incubation.step, at, EvidenceState.RETURNED)

    def _evidence(
        self, incubation: Incubation, step: Step, at: datetime.datetime, state: EvidenceState, reason: str = ""
    ) -> None:
        evidence = Evidence(
            pk=id_at(at),
            **Evidence.at(incubation.place),
            incubation=incubation,
            step=step,
            text=self.chance.choice(texts.EVIDENCE[(step.position - 1) % len(texts.EVIDENCE)]),
            numbers={label: self.chance.randint(3, 60) for label in step.numbers},
        )
        evidence.digest = evidence.digest_with([])
        steps = [self.by.by(BEGIN, at)]
        if state == EvidenceState.RETURNED:
            evidence.returned_reason = reason or self.chance.choice(texts.RETURNED)
            steps.append(self.by.done("return", at + DAY, incubation.path))
        elif state == EvidenceState.ACCEPTED:
            steps.append(self.by.done("accept", at + DAY, incubation.path))
        self.draft.evidence.append(Past(evidence, state, steps))

    def _visit(self, incubation: Incubation, mentor: User, began: datetime.date) -> None:
        """Most were done in time, some are overdue, a few were missed."""
        today = timezone.localdate(self.until)
        since = max(began, today - VISITED_SINCE)
        days = [since + number * DAY for number in range((today - since).days + 1)]
        for what in VisitKind:
            for period in sorted({first_day(what, day) for day in days}):
                due = last_day(what, period, incubation.path)
                if due is not None and due >= began:
                    self._one_visit(incubation, mentor, what, period, due)

    def _one_visit(
        self, incubation: Incubation, mentor: User, what: VisitKind, period: datetime.date, due: datetime.date
    ) -> None:
        today = timezone.localdate(self.until)
        at = self.by.moment(
            datetime.datetime.combine(max(period, incubation.began_on), datetime.time(8), self.until.tzinfo)
        )
        visit = MentorVisit(
            pk=id_at(at),
            **MentorVisit.at(incubation.place),
            incubation=incubation,
            what=what,
            mentor=mentor,
            period=period,
            due_on=due,
        )
        steps, state = [Done(BEGIN, at, kind="system")], VisitState.DUE
        late, lot = (today - due).days, self.chance.random()
        if late > 14 and lot < 0.06:
            state = VisitState.MISSED
            steps.append(Done("miss", at + 24 * DAY, kind="system"))
        elif late > 14 or lot < (0.88 if late > 0 else 0.4):
            done_on = min(today, due) - self.chance.randint(0, 2) * DAY
            visit.done_on = max(done_on, period, incubation.began_on)
            visit.words, state = self.chance.choice(texts.VISITED[what]), VisitState.DONE
            moment = datetime.datetime.combine(visit.done_on, datetime.time(16), self.until.tzinfo)
            steps.append(Done("write_down", max(moment, at), who=mentor.pk, role=Role.INCUBATOR))
        self.draft.visits.append(Past(visit, state, steps))

    def _dropped(self, group: Organisation) -> None:
        position = self.chance.randint(1, 5)
        stays = [self.chance.randint(15, 50) for _step in self.steps[: position - 1]]
        ended = self.until - self.chance.randint(5, 250) * DAY
        began = self.by.moment(ended - (sum(stays) + self.chance.randint(20, 90)) * DAY)
        incubation = self._incubation(group, began, self.steps[position - 1], None)
        incubation.step_since, steps = self._walk(incubation, began, stays)
        incubation.ended_on, incubation.drop_reason = (
            ended.date(),
            self.chance.choice([one for one in DropReason if one != DropReason.LEFT]),
        )
        steps.append(self.by.done("drop", ended, group.path, self.chance.choice(texts.DROPPED)))
        self.draft.incubations.append(Past(incubation, IncubationState.DROPPED, steps))
        self._finding(group, FindingState.ACCEPTED, began)

    def _graduated(self, group: Organisation) -> None:
        """Those that have left by now did so after more than a year."""
        hub = group.hub or next((one for one in self.hubs if group.path.startswith(one.path)), None)
        if hub is None:
            return
        is_gone = group.state == OrganisationState.LEFT
        ended = self.until - self.chance.randint(*((420, 600) if is_gone else (10, 600))) * DAY
        stays = [self.chance.randint(14, 50) for _step in self.steps]
        began = self.by.moment(ended - (sum(stays) + 5) * DAY)
        incubation = self._incubation(group, began, self.steps[-1], None)
        incubation.step_since, steps = self._walk(incubation, began, stays)
        incubation.ended_on, incubation.hub, incubation.is_complete = ended.date(), hub, True
        steps.append(self.by.done("graduate", ended, group.path))
        self.draft.incubations.append(Past(incubation, IncubationState.GRADUATED, steps))

    def _found(self, group: Organisation) -> None:
        """Not incubated yet: some to be invited, some asked, some that said no."""
        state = self.chance.choice([one for one in FindingState if one != FindingState.ACCEPTED])
        if self.chance.random() < 0.85:
            self._finding(group, state, self.by.moment(self.until - self.chance.randint(1, 12) * DAY))

    def _finding(self, group: Organisation, state: FindingState, at: datetime.datetime) -> None:
        finding = Finding(
            pk=id_at(at - 2 * DAY),
            **Finding.at(group.place),
            organisation=group,
            how=self.chance.choice(FoundBy.values),
            leader_name=self.by.name(),
            leader_phone=f"1990000{self.chance.randint(1000, 9999)}",
        )
        moves = {FindingState.FOUND: (), FindingState.INVITED: ("invite",), FindingState.ACCEPTED: ("invite", "accept")}
        last = "decline" if state == FindingState.DECLINED else "give_up"
        steps = [self.by.done(BEGIN, at - 2 * DAY, group.path)]
        for number, move in enumerate(moves.get(state, ("invite", last))):
            steps.append(self.by.done(move, at - (1 - number) * DAY, group.path))
        self.draft.findings.append(Past(finding, state, steps))

    def _adopt(self) -> None:
        draft = self.draft
        for flow, pasts in (
            (FINDING, draft.findings),
            (INCUBATION, draft.incubations),
            (EVIDENCE, draft.evidence),
            (MENTOR_VISIT, draft.visits),
        ):
            flow_of: Any = flow
            if pasts:
                adopt(flow_of, sorted(pasts, key=lambda past: past.steps[0].at), actor=SYSTEM)
        load(draft.mentorings)
        load(draft.passages)
        for past in draft.evidence:
            if past.state == EvidenceState.SENT:
                close_task(past.record.incubation_id)
