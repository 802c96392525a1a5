"""Rounds of ratings: announced by the office, carried out by a third party, ended when all is scored."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from linli.flow.flow import cause, start
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict, Forbidden
from linli.organisations.ratings.models import IndicatorSet, Rating, RatingRound, Score
from linli.organisations.ratings.rules import FEWEST_SCORES
from linli.organisations.ratings.states import Panel, RatingState, ScoreState
from linli.organisations.registry.policies import KEEPING
from linli.places.models import Place


@dataclass(frozen=True)
class NewRound:
    place: Place
    name: str
    agency: str
    indicators: IndicatorSet
    apply_by: datetime.date
    score_by: datetime.date


@transaction.atomic
def begin_round(data: NewRound, *, actor: Actor) -> RatingRound:
    warrant = actor.warrant(*KEEPING, at=data.place.code)
    if warrant is None:
        raise Forbidden()
    made = RatingRound(
        **RatingRound.at(data.place),
        name=data.name,
        agency=data.agency,
        indicators=data.indicators,
        apply_by=data.apply_by,
        score_by=data.score_by,
    )
    start(made, actor=actor, warrant=warrant)
    return made


def end_round(record: RatingRound, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Scores still open lapse; who has enough gets their grade. Refused while somebody would be left without."""
    mine = Rating.objects.filter(round=record)
    waiting = mine.filter(state__in=(RatingState.APPLIED, RatingState.ACCEPTED)).count()
    if waiting:
        raise Conflict(_("还有 %(count)s 份申请没有审核或没有抽评委") % {"count": waiting}, code="undecided")
    scoring = list(mine.filter(state=RatingState.SCORING).order_by("pk"))
    fewest = FEWEST_SCORES.at(record.path)
    for rating in scoring:
        rating.lock_parents()
        given = Score.objects.filter(rating=rating, panel=Panel.FIRST)
        if given.filter(state=ScoreState.SUBMITTED).count() < fewest:
            words = {"number": rating.number, "fewest": fewest}
            raise Conflict(_("%(number)s 的评分不足 %(fewest)s 份，不能结束") % words, code="too_few_scores")
        for open_score in given.filter(state=ScoreState.ASKED).order_by("pk"):
            cause(open_score, "lapse", actor=actor)
        cause(rating, "conclude", actor=actor)
    for draft in mine.filter(state=RatingState.DRAFT).order_by("pk"):
        cause(draft, "lapse", actor=actor)
    return {"concluded": len(scoring)}
