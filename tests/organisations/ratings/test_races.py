"""Two draws of one purpose and two scores at once, on PostgreSQL; each without what guards it, where the race shows."""

import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict
from linli.organisations.experts.actions import draws
from linli.organisations.experts.models import Draw
from linli.organisations.ratings.actions import scoring
from linli.organisations.ratings.actions.scoring import Given
from linli.organisations.ratings.flows import ROUND, SCORE
from linli.organisations.ratings.models import Rating, Score
from tests.organisations import world as worlds
from tests.organisations.experts import world as experts
from tests.organisations.ratings import world as ratings
from tests.organisations.world import World
from tests.races import ON_POSTGRESQL, at_once

pytestmark = ON_POSTGRESQL


@pytest.fixture
def town(transactional_db: None) -> World:
    return worlds.build()


def _two_draws(town: World, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Each has seen that there is no other before either begins."""
    both, first = threading.Barrier(2), draws._is_first

    def slowly(draw: Draw) -> bool:
        found = first(draw)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(timeout=2)
        return found

    monkeypatch.setattr(draws, "_is_first", slowly)
    return at_once(*(lambda: experts.committed(town) for _ in range(2)))


def test_two_draws_of_one_purpose_at_once_are_one(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = _two_draws(town, monkeypatch)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Draw"]
    assert Draw.objects.count() == 1
    assert any(isinstance(outcome, Conflict) and outcome.code == "drawn_already" for outcome in outcomes)


@contextmanager
def without_the_constraint() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'experts_draw_once'")
        (definition,) = cursor.fetchone()
        cursor.execute("DROP INDEX experts_draw_once")
        try:
            yield
        finally:
            cursor.execute("DELETE FROM experts_draw")
            cursor.execute(definition)


def test_without_the_constraint_it_would_be_two(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with without_the_constraint():
        outcomes = _two_draws(town, monkeypatch)
        assert [type(outcome) for outcome in outcomes] == [Draw, Draw]
        assert Draw.objects.count() == 2


def _twice(case: ratings.Case, monkeypatch: pytest.MonkeyPatch, *scores: Score) -> list[Any]:
    """Each waits, when it has done its part, until the other has as well, or half a second; then both go on."""
    both = threading.Barrier(2)

    def slowly(record: Score, *, actor: Actor, data: Given) -> Any:
        facts = scoring.submit(record, actor=actor, data=data)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.5)
        return facts

    move = SCORE.moves["submit"]
    monkeypatch.setitem(SCORE.moves, "submit", type(move)(**{**move.__dict__, "do": slowly}))
    shares = ("1", "0.5")
    return at_once(
        *(lambda one=one, share=share: case.give(one, share) for one, share in zip(scores, shares, strict=True))
    )


def test_a_score_sent_twice_at_once_is_given_once(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = ratings.scoring(town)
    score = case.scores()[0]
    outcomes = _twice(case, monkeypatch, score, score)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Score"]
    (given,) = (outcome for outcome in outcomes if isinstance(outcome, Score))
    score.refresh_from_db()
    assert (score.total, score.version) == (given.total, 2)


def test_without_the_lock_it_would_be_given_twice(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = ratings.scoring(town)
    score = case.scores()[0]
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    outcomes = _twice(case, monkeypatch, score, score)
    assert [type(outcome) for outcome in outcomes] == [Score, Score]


def _last_two(case: ratings.Case, monkeypatch: pytest.MonkeyPatch) -> str:
    *others, one, other = case.scores()
    for score in others:
        case.give(score)
    outcomes = _twice(case, monkeypatch, one, other)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    return Rating.objects.get(pk=case.rating.pk).state


def test_the_last_two_at_once_bring_the_result_about(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _last_two(ratings.scoring(town), monkeypatch) == "notice"


def test_without_the_lock_of_the_rating_nobody_would_be_the_last(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = ratings.scoring(town)
    monkeypatch.setattr(Score, "lock_parents", lambda self: None)
    assert _last_two(case, monkeypatch) == "scoring"


def test_nobody_is_both_given_and_ended(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The round ends while the fourth score comes in: it counts or lapses, never half."""
    case = ratings.scoring(town)
    *given, late, _open = case.scores()
    for score in given:
        case.give(score)
    outcomes = at_once(lambda: case.give(late, "0.5"), lambda: ROUND.make(case.round, "end", actor=case.officer))
    assert all(not isinstance(outcome, Exception) or isinstance(outcome, Conflict) for outcome in outcomes)
    late.refresh_from_db()
    counted = Score.objects.filter(rating=case.rating, state="submitted").count()
    assert (late.state, counted) in (("submitted", 4), ("lapsed", 3))
    assert Rating.objects.get(pk=case.rating.pk).state == "notice"
