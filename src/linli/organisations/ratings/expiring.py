"""Grades and stars end by the day; who has a grade is told in time. Started again and again by the ticker."""

import datetime

from django.utils import timezone

from linli.flow.flow import cause_if_still
from linli.kernel.actor import SYSTEM
from linli.organisations.ratings.models import Rating, Star
from linli.organisations.ratings.rules import WARN_DAYS
from linli.organisations.ratings.states import RatingState

LONGEST = datetime.timedelta(days=800)
"""No rule warns earlier."""


def sweep() -> int:
    """End what has run out and warn of what soon will; returns how many."""
    today = timezone.localdate()
    return _expire(today) + _warn(today)


def _expire(today: datetime.date) -> int:
    ratings = Rating.objects.current().filter(expires_on__lt=today).order_by("pk")
    stars = Star.objects.current().filter(expires_on__lt=today).order_by("pk")
    return sum(cause_if_still(record, "expire", actor=SYSTEM) for found in (ratings, stars) for record in found)


def _warn(today: datetime.date) -> int:
    soon = Rating.objects.filter(state=RatingState.IN_FORCE, expires_on__lte=today + LONGEST).order_by("pk")
    return sum(
        cause_if_still(rating, "warn", actor=SYSTEM)
        for rating in soon
        if rating.expires_on and rating.expires_on <= today + datetime.timedelta(days=WARN_DAYS.at(rating.path))
    )
