"""The demo's experts, ratings and stars: as many of 5A, 4A and 3A as source [004] counts, and a round under way."""

import datetime
import random
import uuid
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, repeat
from typing import Any

from django.db import transaction
from django.utils import timezone

from linli.audit.sealing import seal
from linli.demo.cast import DISTRICT, GIVEN_NAMES, SURNAMES
from linli.demo.organisation_plans import AGENCY
from linli.flow.backfill import Past, Step, adopt
from linli.flow.flow import BEGIN
from linli.kernel.actor import SYSTEM
from linli.kernel.ids import first_id
from linli.kernel.worktime import ZONE
from linli.organisations.experts.actions.draws import Revealed
from linli.organisations.experts.actions.experts import Joining, Tied, join_pool
from linli.organisations.experts.flows import DRAW, EXPERT
from linli.organisations.experts.models import Draw, Expert, ExpertField
from linli.organisations.experts.states import TieKind
from linli.organisations.ratings.actions.deciding import Appealed
from linli.organisations.ratings.actions.following import sweep
from linli.organisations.ratings.actions.rounds import NewRound, begin_round
from linli.organisations.ratings.dates import months_after, years_after
from linli.organisations.ratings.flows import RATING, ROUND, STAR
from linli.organisations.ratings.models import IndicatorSet, Rating, RatingRound, Star, StarItem
from linli.organisations.ratings.states import Grade, RatingState, RoundState, StarState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import REGISTERED_KINDS, OrganisationState
from linli.people.actors import StaffActor, actor_of
from linli.people.models import Post, User
from linli.people.roles import Role
from linli.places.models import Place

DAY = datetime.timedelta(days=1)
EXPERTS, WITH_LOGIN = 33, 14
"""In the think tank of source [000], and how many of them can sign in."""
CAST = ("luolin", "hewei", "zhaoqiang", "dengwei", "qiantao")
"""Of the cast, so that somebody who can be tried out is drawn."""
RATED = ((Grade.A5, 10), (Grade.A4, 15), (Grade.A3, 19))
SCORES = {Grade.A5: (95, 98), Grade.A4: (90, 94), Grade.A3: (80, 89)}
STARRED = 160
EMPLOYERS = (
    *("市社会工作协会", "湖南工业大学", "正信会计师事务所", "天衡律师事务所", "区委党校", "市慈善总会"),
    *("康乐养老院", "区妇联", "退休干部", "公信评估中心"),
)
WAY = (BEGIN, "submit", "accept", "seat", "conclude", "confirm")
"""The steps to a grade, each some days after the one before."""


class Ratings:
    """Everything up to ``until``; the clock stands there."""

    def __init__(self, until: datetime.datetime) -> None:
        self.chance, self.today = random.Random("ratings"), timezone.localdate(until)
        self.district = Place.objects.get(code=DISTRICT)
        post = Post.objects.filter(role=Role.ORGANISATION_OFFICER, place=self.district).select_related("user")
        self.officer: StaffActor = actor_of(post.earliest("pk").user)
        version = IndicatorSet.objects.on(self.today)
        assert version is not None
        self.version = version

    def settle(self) -> None:
        self._pool()
        registered = Organisation.objects.filter(
            state=OrganisationState.REGISTERED, legal_kind__in=REGISTERED_KINDS
        ).order_by("registered_on", "number")
        old = [one for one in registered if years_after(one.registered_on or self.today, 3) < self.today]
        agency = next((one for one in registered if one.name == AGENCY), None)
        waiting = [one for one in old if one != agency]
        self._rated(waiting)
        self._under_way(agency, waiting)
        self._starred()
        sweep()

    def _pool(self) -> None:
        fields = list(ExpertField.objects.all())
        users = {user.username: user for user in User.objects.filter(username__in=CAST)}
        logins = [users[name] for name in CAST if name in users]
        for number in range(WITH_LOGIN - len(logins)):
            user = User(username=f"expert{number + 1}", name=self._name())
            user.set_unusable_password()
            user.save()
            logins.append(user)
        pool = [self._expert(user, fields) for user in chain(logins, repeat(None, EXPERTS - len(logins)))]
        near = list(Organisation.objects.filter(state=OrganisationState.REGISTERED).order_by("number")[:4])
        for expert, organisation, kind in zip(pool[-4:], near, TieKind, strict=False):
            EXPERT.make(expert, "declare_tie", actor=self.officer, data=Tied(kind, organisation=organisation))
        EXPERT.make(pool[-1], "suspend", actor=self.officer, note="出国一年")

    def _expert(self, user: User | None, fields: list[ExpertField]) -> Expert:
        said = {
            "employer": self.chance.choice(EMPLOYERS),
            "qualification": self.chance.choice(("高级社工师", "注册会计师", "律师", "副教授", "")),
            "available_from": self.today - self.chance.randint(30, 300) * DAY,
        }
        joining = Joining(self.district, user, "" if user else self._name(), said, self.chance.sample(fields, 2))
        return join_pool(joining, actor=self.officer)

    def _name(self) -> str:
        return self.chance.choice(SURNAMES) + self.chance.choice(GIVEN_NAMES)

    def _rated(self, organisations: list[Organisation]) -> None:
        """Takes those rated out of the list; the oldest one's grade is about to expire."""
        last = RatingRound(
            **RatingRound.at(self.district),
            name=f"{self.today.year - 1}年度社会组织评估",
            agency="公信评估中心",
            indicators=self.version,
            apply_by=self.today - 420 * DAY,
            score_by=self.today - 380 * DAY,
        )
        begin = Step(BEGIN, self._hour(self.today - 450 * DAY), role=Role.ORGANISATION_OFFICER)
        last.pk = self._key(begin.at)
        end = Step("end", self._hour(self.today - 380 * DAY), role=Role.ORGANISATION_OFFICER)
        adopt(ROUND, [Past(last, RoundState.ENDED, [begin, end])], actor=SYSTEM)
        grades = [grade for grade, count in RATED for _number in range(count)]
        self.chance.shuffle(grades)
        chosen, pasts = organisations[: len(grades)], []
        del organisations[: len(grades)]
        for number, (organisation, grade) in enumerate(zip(chosen, grades, strict=False)):
            earliest = max(years_after(organisation.registered_on or self.today, 2), self.today - 1600 * DAY)
            span = max((self.today - 90 * DAY - earliest).days, 0)
            since = earliest + self.chance.randint(0, span) * DAY
            if number == 0:
                since = years_after(self.today, -5) + 40 * DAY
            pasts.append(self._past(organisation, last, grade, since))
        adopt(RATING, pasts, actor=SYSTEM)

    def _past(self, organisation: Organisation, rated: RatingRound, grade: Grade, since: datetime.date) -> Past[Rating]:
        rating = self._rating(organisation, rated, grade)
        rating.notice_until, rating.valid_from, rating.expires_on = since - DAY, since, years_after(since, 5)
        return self._with_steps(rating, RatingState.IN_FORCE, WAY, since)

    def _rating(self, organisation: Organisation, rated: RatingRound, grade: Grade | None) -> Rating:
        half, share = Decimal("0.5"), Decimal(self.chance.randint(88, 99)) / 100
        points = {leaf.code: (leaf.weight * share / half).to_integral_value() * half for leaf in self.version.leaves()}
        least, most = SCORES[grade] if grade else (0, 0)
        return Rating(
            place_id=organisation.place_id,
            path=organisation.path,
            organisation=organisation,
            round=rated,
            statement=f"{organisation.name}一年来按章程开会、按时报送年度报告，账目每季公开，服务居民满意。",
            self_points={code: str(given) for code, given in points.items()},
            self_total=sum(points.values()),
            score=Decimal(self.chance.randint(least * 10, most * 10)) / 10 if grade else None,
            grade=grade,
        )

    def _with_steps(
        self, rating: Rating, state: RatingState, way: tuple[str, ...], last: datetime.date
    ) -> Past[Rating]:
        days = [last - (len(way) - 1 - number) * 9 * DAY for number in range(len(way))]
        steps = [Step(name, self._hour(day), role=self._role(name)) for name, day in zip(way, days, strict=True)]
        rating.pk = self._key(steps[0].at)
        return Past(rating, state, steps)

    def _role(self, name: str) -> str:
        return Role.REPRESENTATIVE if name in (BEGIN, "submit") else Role.ORGANISATION_OFFICER

    def _under_way(self, agency: Organisation | None, others: list[Organisation]) -> None:
        """One whose raters are to be drawn, and one that appeals against what the first ones gave."""
        days = self.today + 20 * DAY, self.today + 50 * DAY
        name = f"{self.today.year}年度社会组织评估"
        new = NewRound(self.district, name, "公信评估中心", self.version, *days)
        rated = begin_round(new, actor=self.officer)
        for organisation in others[:1]:
            asked = self._with_steps(
                self._rating(organisation, rated, None), RatingState.APPLIED, WAY[:2], self.today - 3 * DAY
            )
            adopt(RATING, [asked], actor=SYSTEM)
            RATING.make(asked.record, "accept", actor=self.officer)
        if agency is not None:
            noticed = self._rating(agency, rated, Grade.A3)
            noticed.notice_until = self.today + 9 * DAY
            adopt(RATING, [self._with_steps(noticed, RatingState.NOTICE, WAY[:5], self.today - 2 * DAY)], actor=SYSTEM)
            reasons = "3.2 公益项目漏算了“银龄伴行”和“四点半课堂”两个项目，验收表已随自评材料提交，请复核。"
            RATING.make(noticed, "appeal", actor=self._speaker(agency), data=Appealed(reasons))

    def _speaker(self, organisation: Organisation) -> StaffActor:
        post = Post.objects.filter(unit=organisation.unit_id, role=Role.REPRESENTATIVE).select_related("user")
        return actor_of(post.earliest("pk").user)

    def _starred(self) -> None:
        groups = list(
            Organisation.objects.filter(state=OrganisationState.ON_FILE, legal_kind="group").order_by("number")
        )
        items = list(StarItem.objects.values_list("code", flat=True))
        chosen = self.chance.sample(groups, min(STARRED, len(groups)))
        adopt(STAR, list(self._stars(chosen, items)), actor=SYSTEM)

    def _stars(self, groups: list[Organisation], items: list[str]) -> Iterator[Past[Star]]:
        for group in groups:
            day = max(self.today - self.chance.randint(5, 340) * DAY, group.filed_on or self.today)
            given = self.chance.choices((1, 2, 3, 4, 5), (1, 3, 6, 5, 3))[0]
            star = Star(
                place_id=group.place_id,
                path=group.path,
                organisation=group,
                stars=given,
                items=sorted(self.chance.sample(items, given)),
                expires_on=months_after(day, 12),
            )
            begin = Step(BEGIN, self._hour(day), role=Role.ORGANISATION_OFFICER)
            star.pk = self._key(begin.at)
            yield Past(star, StarState.GIVEN, [begin])

    def _hour(self, day: datetime.date) -> datetime.datetime:
        return datetime.datetime.combine(day, datetime.time(10, self.chance.randint(0, 59)), ZONE)

    def _key(self, at: datetime.datetime) -> uuid.UUID:
        return uuid.UUID(int=first_id(at).int | self.chance.getrandbits(62))


def draw() -> None:
    """Outside the filling, for what was fixed has to be sealed: the raters of the one that was let in."""
    waiting = Draw.objects.filter(state="committed", about__in=Rating.objects.filter(state="accepted").values("number"))
    for found in list(waiting.order_by("pk")):
        officer = _officer_of(found)
        with transaction.atomic():
            found = DRAW.make(found, "fix", actor=officer)
        seal()
        DRAW.make(found, "draw", actor=officer, data=Revealed())


def _officer_of(found: Draw) -> Any:
    posts = Post.objects.filter(role=Role.ORGANISATION_OFFICER, place=found.place_id).select_related("user")
    return actor_of(posts.earliest("pk").user)
