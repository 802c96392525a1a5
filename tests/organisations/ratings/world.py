"""An organisation on its way to a grade, for tests."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from linli.audit.sealing import seal
from linli.kernel.actor import Actor
from linli.organisations.experts.actions.draws import Revealed
from linli.organisations.experts.flows import DRAW
from linli.organisations.experts.models import Draw, Expert
from linli.organisations.ratings.actions.applying import Application, SelfScore, apply
from linli.organisations.ratings.actions.rounds import NewRound, begin_round
from linli.organisations.ratings.actions.scoring import Given, Points
from linli.organisations.ratings.flows import RATING, SCORE
from linli.organisations.ratings.models import IndicatorSet, Rating, RatingRound, Score
from linli.organisations.registry.actions import Registered
from linli.organisations.registry.codes import check_character
from linli.organisations.registry.empowering import Empowered
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Organisation
from linli.people.models import User
from tests.events.town import user
from tests.organisations.experts import world as experts
from tests.organisations.world import World

LONG_AGO = datetime.date(2020, 3, 1)
DAY = datetime.timedelta(days=1)


def points(share: str = "1", **changed: str) -> Points:
    """Of each leaf this share, in halves; ``a1_1`` says another number for 1.1."""
    version = IndicatorSet.objects.on(timezone.localdate())
    assert version is not None
    half = Decimal("0.5")
    given = {leaf.code: (leaf.weight * Decimal(share) / half).to_integral_value() * half for leaf in version.leaves()}
    return given | {name[1:].replace("_", "."): Decimal(value) for name, value in changed.items()}


def registered(world: World, name: str = "善邻社工", *, on: datetime.date = LONG_AGO, **values: Any) -> Organisation:
    """With somebody who acts for it: ``name`` and 代表."""
    number = Organisation.objects.count()
    head = f"5243021100000{number:04d}"
    code = head + check_character(head)
    found = world.organisation(name=name, **{"legal_kind": "service", **values})
    bureau = world.actor(world.bureau)
    found = ORGANISATION.make(found, "enter_registration", actor=bureau, data=Registered(code, "区民政局", "1", on))
    return ORGANISATION.make(found, "empower", actor=bureau, data=Empowered(user(f"{name}代表"), None))


def begun(world: World, **values: Any) -> RatingRound:
    today = timezone.localdate()
    version = IndicatorSet.objects.on(today)
    assert version is not None
    asked: dict[str, Any] = {"place": world.subdistrict, "name": "2026 年评估", "agency": "公信评估中心"}
    asked |= {"indicators": version, "apply_by": today + 10 * DAY, "score_by": today + 40 * DAY, **values}
    return begin_round(NewRound(**asked), actor=world.actor(world.officer))


@dataclass
class Case:
    """A rating and those concerned."""

    world: World
    organisation: Organisation
    round: RatingRound
    rating: Rating

    @property
    def speaker(self) -> Any:
        return self.world.actor(User.objects.get(username=f"{self.organisation.name}代表"))

    @property
    def officer(self) -> Any:
        return self.world.actor(self.world.officer)

    def make(self, name: str, actor: Actor | None = None, **values: Any) -> Rating:
        self.rating = RATING.make(self.rating, name, actor=actor or self.officer, **values)
        return self.rating

    def draw(self) -> Draw:
        """The draw that waits goes to its end."""
        self.rating.refresh_from_db()
        waiting = self.rating.appeal_draw or self.rating.draw
        assert waiting is not None
        fixed = DRAW.make(waiting, "fix", actor=self.officer)
        seal()
        drawn = DRAW.make(fixed, "draw", actor=self.officer, data=Revealed())
        self.rating.refresh_from_db()
        return drawn

    def scores(self, panel: str = "first") -> list[Score]:
        return list(Score.objects.filter(rating=self.rating, panel=panel, state="asked").for_list().order_by("pk"))

    def rater(self, score: Score) -> Any:
        assert score.expert.user is not None
        return self.world.actor(score.expert.user)

    def give(self, score: Score, share: str = "1", **changed: str) -> Score:
        return SCORE.make(score, "submit", actor=self.rater(score), data=Given(points(share, **changed)))

    def score(self, share: str = "1", panel: str = "first") -> Rating:
        """Everybody gives the same."""
        for score in self.scores(panel):
            self.give(score, share)
        self.rating.refresh_from_db()
        return self.rating


def applied(world: World, **values: Any) -> Case:
    found, asked = registered(world, **values), begun(world)
    speaker = world.actor(User.objects.get(username=f"{found.name}代表"))
    rating = apply(Application(found, asked), actor=speaker)
    rating = RATING.make(rating, "submit", actor=speaker, data=SelfScore(points("0.9"), "我们做了很多"))
    return Case(world, found, asked, rating)


def scoring(world: World, *, pool: int = 12, **values: Any) -> Case:
    """Accepted, and the raters drawn from ``pool`` experts."""
    case = applied(world, **values)
    if Expert.objects.count() < pool:
        experts.pool(world, pool - Expert.objects.count())
    case.make("accept")
    case.draw()
    return case


def noticed(world: World, share: str = "1", **values: Any) -> Case:
    case = scoring(world, **values)
    case.score(share)
    return case


def in_force(world: World, share: str = "1", **values: Any) -> Case:
    """Confirmed as if the notice had ended yesterday."""
    case = noticed(world, share, **values)
    Rating.objects.filter(pk=case.rating.pk).update(notice_until=timezone.localdate() - DAY)
    case.make("confirm")
    return case
