"""What happens elsewhere, or by the day alone, and means something for ratings and stars."""

import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from linli.flow.flow import cause, cause_if_still
from linli.flow.records import Record
from linli.kernel.actor import SYSTEM, Actor
from linli.organisations.experts.actions.draws import Voided
from linli.organisations.experts.models import Draw
from linli.organisations.experts.states import DrawState
from linli.organisations.ratings.actions.scoring import let_go, seat
from linli.organisations.ratings.models import Rating, Score, Star
from linli.organisations.ratings.rules import WARN_DAYS
from linli.organisations.ratings.states import CURRENT, UNDECIDED, Panel, RatingState, ScoreState, StarState
from linli.organisations.registry.ends import has_left

CONCERNING = ("draw", "replace", "void")


def follow_draw(record: Record, *, name: str, actor: Actor) -> None:
    """A reaction to every move: those drawn are asked, whoever lost the seat is not any more."""
    if not isinstance(record, Draw) or name not in CONCERNING or not record.about:
        return
    rating = Rating.objects.select_for_update().filter(number=record.about).first()
    if rating is None:
        return
    panel = _panel(rating, record)
    if panel is None:
        return
    if name == "void":
        let_go(rating, panel, actor=actor)
        if rating.state == RatingState.SCORING and panel == Panel.FIRST:
            cause(rating, "unseat", actor=actor)
        return
    if name == "replace":
        _release(rating, panel, record, actor)
    seat(rating, panel, actor=actor)
    if rating.state == RatingState.ACCEPTED:
        cause(rating, "seat", actor=actor)


def _panel(rating: Rating, draw: Draw) -> Panel | None:
    if rating.draw_id == draw.pk and rating.state in (RatingState.ACCEPTED, RatingState.SCORING):
        return Panel.FIRST
    if rating.appeal_draw_id == draw.pk and rating.state == RatingState.APPEALED:
        return Panel.APPEAL
    return None


def _release(rating: Rating, panel: Panel, draw: Draw, actor: Actor) -> None:
    """Who was replaced by the officer. A rater's own declining moves their score itself."""
    gone = Score.objects.filter(
        rating=rating, panel=panel, state=ScoreState.ASKED, candidate__declined_at__isnull=False
    )
    for score in gone.filter(candidate__draw=draw).order_by("pk"):
        if actor.id is None or score.user_id != actor.id:
            cause(score, "release", actor=actor)


def follow_leaving(record: Record, *, name: str, actor: Actor) -> None:
    """Who left has no grade and no stars, and is not rated any more."""
    if not has_left(record):
        return
    for rating in Rating.objects.filter(organisation=record, state__in=CURRENT).order_by("pk"):
        cause(rating, "expire", actor=actor)
    for rating in Rating.objects.filter(organisation=record, state__in=UNDECIDED).order_by("pk"):
        cause(rating, "leave", actor=actor)
        _release_raters(rating, actor)
    for star in Star.objects.filter(organisation=record, state__in=(StarState.GIVEN, StarState.EXPIRED)).order_by("pk"):
        cause(star, "lapse", actor=actor)


def _release_raters(rating: Rating, actor: Actor) -> None:
    for score in Score.objects.filter(rating=rating, state=ScoreState.ASKED).order_by("pk"):
        cause(score, "lapse", actor=actor)
    with translation.override(settings.LANGUAGE_CODE):
        reason = Voided(_("组织已退出名录"))
    for draw in Draw.objects.filter(about=rating.number, state__in=(DrawState.COMMITTED, DrawState.FIXED)):
        cause(draw, "void", actor=actor, data=reason)


LONGEST = datetime.timedelta(days=800)
"""No rule warns earlier."""


def sweep() -> int:
    """End what has run out and warn of what soon will; returns how many."""
    today = timezone.localdate()
    return _expire(today) + _warn_of_ends(today)


def _expire(today: datetime.date) -> int:
    ratings = Rating.objects.current().filter(expires_on__lt=today).order_by("pk")
    stars = Star.objects.current().filter(expires_on__lt=today).order_by("pk")
    return sum(cause_if_still(record, "expire", actor=SYSTEM) for found in (ratings, stars) for record in found)


def _warn_of_ends(today: datetime.date) -> int:
    soon = Rating.objects.filter(state=RatingState.IN_FORCE, expires_on__lte=today + LONGEST).order_by("pk")
    return sum(
        cause_if_still(rating, "warn", actor=SYSTEM)
        for rating in soon
        if rating.expires_on and rating.expires_on <= today + datetime.timedelta(days=WARN_DAYS.at(rating.path))
    )
