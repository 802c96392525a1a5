"""From the raters' points to a grade: noticed, appealed against, in force, lowered, withdrawn, expired."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.flow.due import after_workdays
from linli.flow.flow import cause
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict, Invalid
from linli.organisations.ratings.actions.applying import hear_appeal
from linli.organisations.ratings.actions.scoring import combine
from linli.organisations.ratings.dates import years_after
from linli.organisations.ratings.models import Rating, Score
from linli.organisations.ratings.rules import NOTICE_DAYS, TRIM, VALID_YEARS
from linli.organisations.ratings.states import Grade, Panel, RatingState, ScoreState


def _combined(rating: Rating, panel: Panel, last: Score | None) -> Decimal:
    """``last`` is the score that is being given just now: its row does not say so yet."""
    given = Score.objects.filter(rating=rating, panel=panel, state=ScoreState.SUBMITTED)
    totals = [total for total in given.values_list("total", flat=True) if total is not None]
    if last is not None and last.total is not None:
        totals.append(last.total)
    return combine(totals, trim=TRIM.at(rating.path))


def conclude(rating: Rating, *, actor: Actor, data: Score | None) -> Mapping[str, object]:
    """All have scored: what comes of it is noticed in public."""
    rating.score = _combined(rating, Panel.FIRST, data)
    rating.grade = rating.round.indicators.grade_of(rating.score)
    rating.notice_until = after_workdays(timezone.now(), NOTICE_DAYS.at(rating.path))
    return {"score": str(rating.score), "grade": rating.grade_word}


@dataclass(frozen=True)
class Appealed:
    reasons: str


def appeal(rating: Rating, *, actor: Actor, data: Appealed) -> Mapping[str, object]:
    """Within the notice period, once."""
    if rating.notice_until is None or timezone.localdate() > rating.notice_until:
        raise Conflict(_("公示期已过，不能再申请复核"), code="notice_over")
    return {"into": hear_appeal(rating, actor=actor, reasons=data.reasons).number}


def conclude_appeal(rating: Rating, *, actor: Actor, data: Score | None) -> Mapping[str, object]:
    """What the others give stands, better or worse."""
    rating.score = _combined(rating, Panel.APPEAL, data)
    rating.grade = rating.round.indicators.grade_of(rating.score)
    return {"score": str(rating.score), "grade": rating.grade_word}


def confirm(rating: Rating, *, actor: Actor, data: None) -> Mapping[str, object]:
    """The notice is over, or the appeal heard: the grade counts from today. The one before ends."""
    today = timezone.localdate()
    if rating.grade is None:
        raise Conflict(_("没有达到等级，请办“未达等级”"), code="no_grade")
    if rating.state == RatingState.NOTICE and (rating.notice_until is None or today <= rating.notice_until):
        raise Conflict(_("公示期还没有满"), code="notice_runs")
    for older in Rating.objects.current().filter(organisation=rating.organisation).exclude(pk=rating.pk):
        cause(older, "expire", actor=actor)
    rating.valid_from, rating.expires_on = today, years_after(today, VALID_YEARS.at(rating.path))
    return {"grade": rating.grade_word}


def close_without(rating: Rating, *, actor: Actor, data: None) -> Mapping[str, object]:
    today = timezone.localdate()
    if rating.grade is not None:
        raise Conflict(_("达到了等级，请确认等级"), code="has_grade")
    if rating.state == RatingState.NOTICE and (rating.notice_until is None or today <= rating.notice_until):
        raise Conflict(_("公示期还没有满"), code="notice_runs")
    return {}


@dataclass(frozen=True)
class Lowered:
    """``reason`` is public."""

    grade: Grade
    reason: str


def lower(rating: Rating, *, actor: Actor, data: Lowered) -> Mapping[str, object]:
    if rating.grade is None or data.grade >= rating.grade:
        raise Invalid(errors={"grade": [_("只能降到比现在低的等级")]})
    before = rating.grade_word
    rating.grade, rating.reason = data.grade, data.reason
    return {"before": before, "grade": rating.grade_word}


@dataclass(frozen=True)
class Ended:
    """``reason`` is public."""

    reason: str


def withdraw(rating: Rating, *, actor: Actor, data: Ended) -> Mapping[str, object]:
    rating.reason, rating.ended_on = data.reason, timezone.localdate()
    return {}


def expire(rating: Rating, *, actor: Actor, data: None) -> Mapping[str, object]:
    rating.ended_on = min(timezone.localdate(), rating.expires_on or timezone.localdate())
    return {}
