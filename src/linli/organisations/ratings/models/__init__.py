"""What ratings keeps."""

from linli.organisations.ratings.models.indicators import (
    WHOLE,
    GradeBenefit,
    GradeStep,
    Indicator,
    IndicatorSet,
    StarItem,
)
from linli.organisations.ratings.models.ratings import Rating, RatingRound
from linli.organisations.ratings.models.scores import Score
from linli.organisations.ratings.models.stars import Star

__all__ = [
    "WHOLE",
    "GradeBenefit",
    "GradeStep",
    "Indicator",
    "IndicatorSet",
    "Rating",
    "RatingRound",
    "Score",
    "Star",
    "StarItem",
]
