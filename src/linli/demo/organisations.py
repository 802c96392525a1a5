"""The demo's organisations: about a thousand, all invented, in the real communities of the district.

Those that were there before the posts of the demo are taken in on the first day, the others as the year goes by.
"""

import datetime
import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from linli.demo import organisation_texts as texts
from linli.demo.cast import DISTRICT, GIVEN_NAMES, SURNAMES
from linli.demo.grounds import Offices
from linli.demo.organisation_plans import LEAST, Draft, K, Plans, S
from linli.demo.organisation_texts import Offer
from linli.flow.backfill import Past, Step, adopt
from linli.kernel.actor import SYSTEM
from linli.kernel.ids import first_id
from linli.kernel.numbers import next_numbers
from linli.kernel.rows import load
from linli.kernel.worktime import ZONE
from linli.organisations.registry.codes import LETTERS, check_character
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Member, Organisation, Service, WorkField
from linli.organisations.registry.states import MemberRole, OrganisationKind
from linli.people.roles import Role

HEADS = {K.ASSOCIATION: "51", K.SERVICE: "52", K.FOUNDATION: "53", K.UNIT: "12", K.DEPARTMENT: "11"}
"""The first two characters of a unified code: who registers, and what; businesses begin with 91."""
AUTHORITIES = {K.UNIT: "区委编办", K.DEPARTMENT: "区委编办", K.PROPERTY: "区市场监管局", K.MERCHANT: "区市场监管局"}


@dataclass
class Life:
    """One organisation with everything of its own."""

    past: Past[Organisation]
    work: str
    services: list[Service]
    members: list[Member]


class Organisations:
    """All up to ``until``. As the clock goes forward, each is put in when its last step was taken."""

    def __init__(self, *, since: datetime.datetime, until: datetime.datetime) -> None:
        self.chance, self.since = random.Random("organisations"), since.date()
        self._offices, self._codes = Offices(), set[str]()
        self._fields = {row.code: row for row in WorkField.objects.all()}
        plans = Plans(self.chance, since=self.since, until=until.date() - LEAST)
        lives = sorted((self._finish(draft) for draft in plans.drafts()), key=lambda life: life.past.steps[0].at)
        years = [life.past.steps[0].at.astimezone(ZONE).year for life in lives]
        for life, number in zip(lives, next_numbers(Organisation.prefix, years), strict=True):
            life.past = replace(life.past, number=number)
        self._coming = sorted(lives, key=_end, reverse=True)

    def pass_until(self, moment: datetime.datetime) -> None:
        """Take in those whose last step was taken by ``moment``."""
        batch = []
        while self._coming and _end(self._coming[-1]) <= moment:
            batch.append(self._coming.pop())
        if not batch:
            return
        # A hub comes before its members: SQLite looks for a missing key's row at every insert.
        batch.sort(key=lambda life: life.past.record.hub_id is not None)
        adopt(ORGANISATION, [life.past for life in batch], actor=SYSTEM)
        through = Organisation.fields.through
        through.objects.bulk_create(
            through(organisation_id=life.past.record.pk, workfield_id=self._fields[life.work].pk) for life in batch
        )
        load([service for life in batch for service in life.services])
        load([member for life in batch for member in life.members])

    def _finish(self, draft: Draft) -> Life:
        """What follows from the days: its past, its papers, its services and people."""
        organisation, chance = draft.organisation, self.chance
        steps = [self._step(move, day, organisation.path, number) for number, (move, day) in enumerate(draft.steps)]
        days = dict(draft.steps)
        organisation.founded_on = draft.steps[0][1] - datetime.timedelta(days=chance.randint(30, 900))
        state = S.LISTED
        if on := days.get("put_on_file"):
            state, organisation.filed_on = S.ON_FILE, on
            organisation.filing_number = f"备〔{on.year}〕{chance.randint(1, 9999):04d}号"
        if on := days.get("enter_registration"):
            state, organisation.registered_on = S.REGISTERED, on
            organisation.code = self._code(K(organisation.legal_kind))
            organisation.authority = AUTHORITIES.get(K(organisation.legal_kind), "区民政局")
        if on := days.get("take_off"):
            state, organisation.left_on = S.LEFT, on
            organisation.left_reason = chance.choice(texts.REASONS)
        return Life(
            Past(organisation, state, steps),
            draft.work,
            [self._service(draft, draft.offer, steps[-1].at)] if draft.offer else [],
            [self._member(draft, number) for number in range(draft.people)],
        )

    def _step(self, move: str, day: datetime.date, path: str, number: int) -> Step:
        at = datetime.datetime.combine(day, datetime.time(9 + 3 * number, self.chance.randint(0, 59)), ZONE)
        if day < self.since:
            return Step(move, at, role=Role.ORGANISATION_OFFICER)
        doer = self._offices.local((Role.ORGANISATION_OFFICER,), path, day)
        return Step(move, at, who=doer.who, on_behalf_of=doer.on_behalf_of, role=doer.role)

    def _code(self, kind: OrganisationKind) -> str:
        """Invented, with a right check character."""
        while True:
            body = "".join(self.chance.choices(LETTERS, k=9))
            head = f"{HEADS.get(kind, '91')}{DISTRICT}{body}"
            if head not in self._codes:
                self._codes.add(head)
                return head + check_character(head)

    def _service(self, draft: Draft, offer: Offer, at: datetime.datetime) -> Service:
        organisation = draft.organisation
        return Service(
            pk=uuid.UUID(int=first_id(at).int | self.chance.getrandbits(62)),
            place_id=organisation.place_id,
            path=organisation.path,
            organisation=organisation,
            name=offer.name,
            field=self._fields[draft.work],
            summary=organisation.summary or f"{organisation.name}：{offer.name}。",
            for_whom=offer.for_whom,
            fee="免费" if draft.work != "convenience" else "按成本收费",
            where=organisation.address,
            lat=organisation.lat,
            lon=organisation.lon,
            weekdays=offer.weekdays,
            opens_at=datetime.time(offer.hours[0]),
            closes_at=datetime.time(offer.hours[1]),
            phone=organisation.phone,
            is_offered=organisation.left_on is None,
        )

    def _member(self, draft: Draft, number: int) -> Member:
        chance = self.chance
        roles: Sequence[MemberRole] = (MemberRole.LEADER, MemberRole.DEPUTY, MemberRole.COUNCIL, MemberRole.SUPERVISOR)
        organisation = draft.organisation
        name = chance.choice(SURNAMES) + chance.choice(GIVEN_NAMES)
        return Member(
            organisation=organisation,
            role=roles[number] if number < len(roles) else MemberRole.MEMBER,
            name=name,
            phone=f"1990000{chance.randint(1000, 9999)}" if not number else None,
            is_party_member=chance.random() < 0.25,
            joined_on=organisation.founded_on or self.since,
        )


def _end(life: Life) -> datetime.datetime:
    return life.past.steps[-1].at
