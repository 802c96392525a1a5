"""What grade or stars organisations have now: one query, however many are asked for."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, Value

from linli.organisations.ratings.models import Rating, Star
from linli.organisations.ratings.states import Grade

RATING, STAR = "rating", "star"


@dataclass(frozen=True)
class Standing:
    """A grade of 1 to 5, or stars of 1 to 5."""

    kind: str
    level: int
    expires_on: datetime.date
    number: str

    @property
    def words(self) -> str:
        """``3A``, or ``★★★``."""
        return Grade(self.level).label if self.kind == RATING else "★" * self.level


def standings_of(organisations: Iterable[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """By organisation; who has neither is not in it. A grade counts before stars from earlier. One query."""
    keys = list(organisations)
    columns = ("organisation_id", "expires_on", "number", "what")
    ratings = Rating.objects.current().filter(organisation__in=keys)
    stars = Star.objects.current().filter(organisation__in=keys)
    rows = (
        stars.annotate(what=_text(STAR))
        .values_list(*columns, "stars")
        .union(ratings.annotate(what=_text(RATING)).values_list(*columns, "grade"), all=True)
    )
    found: dict[uuid.UUID, Standing] = {}
    for key, expires_on, number, what, level in rows:
        if key not in found or what == RATING:
            found[key] = Standing(what, level, expires_on, number)
    return found


def words_of(organisations: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """For lists."""
    return {key: standing.words for key, standing in standings_of(organisations).items()}


def _text(word: str) -> Value:
    return Value(word, output_field=CharField(max_length=6))
