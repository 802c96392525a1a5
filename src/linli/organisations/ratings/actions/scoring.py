"""Raters, what they give, and how that becomes one score. A rater's act holds draw, rating and score, in this order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from linli.flow.flow import cause, start
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict, Invalid
from linli.organisations.experts.actions.draws import Replaced
from linli.organisations.experts.conflicts import conflicts
from linli.organisations.ratings.models import IndicatorSet, Rating, Score
from linli.organisations.ratings.states import Panel, RatingState, RoundState, ScoreState

FEWEST_LEFT = 3


CENT = Decimal("0.01")


def combine(totals: Sequence[Decimal], *, trim: int) -> Decimal:
    """The mean without the ``trim`` highest and lowest, as long as three are left; to two places, half up."""
    ordered = sorted(totals)
    if trim and len(ordered) - 2 * trim >= FEWEST_LEFT:
        ordered = ordered[trim:-trim]
    mean = sum(map(Fraction, ordered), Fraction()) / len(ordered)
    return (Decimal(mean.numerator) / Decimal(mean.denominator)).quantize(CENT, ROUND_HALF_UP)


Points = Mapping[str, Decimal]
"""For each leaf's code what is given."""


def total_of(indicators: IndicatorSet, points: Points) -> Decimal:
    """The sum. Invalid where a leaf is missing or unknown, or has less than nothing or more than its weight."""
    leaves = {leaf.code: leaf for leaf in indicators.leaves()}
    faults = [_("没有指标 %(code)s") % {"code": code} for code in points if code not in leaves]
    for code, leaf in leaves.items():
        given = points.get(code)
        if given is None:
            faults.append(_("%(leaf)s 没有打分") % {"leaf": leaf})
        elif not given.is_finite() or not 0 <= given <= leaf.weight:
            faults.append(_("%(leaf)s 应在 0 至 %(most)s 分之间") % {"leaf": leaf, "most": leaf.weight})
    if faults:
        raise Invalid(errors={"points": faults})
    return sum(points.values(), Decimal())


def as_text(points: Points) -> dict[str, str]:
    return {code: str(given) for code, given in points.items()}


@dataclass(frozen=True)
class Given:
    """A rater's points."""

    points: Points
    remark: str = ""


def submit(score: Score, *, actor: Actor, data: Given) -> Mapping[str, object]:
    """Given once. The last of the panel brings the result about."""
    rating = score.rating
    _check_open(score, rating)
    if score.candidate.declined_at is not None:
        raise Conflict(_("这个席位已由下一名递补"), code="replaced")
    if conflicts([score.expert], [rating.organisation]):
        raise Conflict(_("您与这个组织有需要回避的关系，请选“回避或不能参加”"), code="tied")
    score.total = total_of(rating.round.indicators, data.points)
    score.points, score.remark = as_text(data.points), data.remark
    others = Score.objects.filter(rating=rating, panel=score.panel).exclude(pk=score.pk)
    if not others.filter(state=ScoreState.ASKED).exists():
        name = "conclude" if score.panel == Panel.FIRST else "conclude_appeal"
        cause(rating, name, actor=actor, data=score)
    return {}


def _check_open(score: Score, rating: Rating) -> None:
    if score.panel == Panel.FIRST:
        is_open = rating.state == RatingState.SCORING and rating.round.state == RoundState.OPEN
    else:
        is_open = rating.state == RatingState.APPEALED
    if not is_open:
        raise Conflict(_("评分已经结束"), code="scoring_ended")


def decline(score: Score, *, actor: Actor, data: None) -> Mapping[str, object]:
    """The next in the order of the draw takes the seat."""
    _check_open(score, score.rating)
    if score.candidate.declined_at is None:
        note = _("评委自己提出")
        cause(score.candidate.draw, "replace", actor=actor, data=Replaced(score.candidate_id), note=note)
    return {}


def seat(rating: Rating, panel: Panel, *, actor: Actor) -> int:
    """Ask everybody with a seat who was not asked yet; whoever has none any more is let go. Returns how many asked."""
    draw = rating.draw if panel == Panel.FIRST else rating.appeal_draw
    if draw is None:
        return 0
    seated = {one.pk: one for one in draw.seated()}
    known = {one.candidate_id: one for one in Score.objects.filter(rating=rating, panel=panel)}
    new = [one for key, one in seated.items() if key not in known]
    for one in new:
        made = Score(rating=rating, panel=panel, candidate=one, expert=one.expert)
        made.place_id, made.path = rating.place_id, rating.path
        start(made, actor=actor)
    return len(new)


def let_go(rating: Rating, panel: Panel, *, actor: Actor) -> None:
    """The draw was called off: nobody of it rates any more, and what they gave does not count."""
    for score in Score.objects.filter(rating=rating, panel=panel).order_by("pk"):
        if score.state in (ScoreState.ASKED, ScoreState.SUBMITTED):
            cause(score, "lapse", actor=actor)
