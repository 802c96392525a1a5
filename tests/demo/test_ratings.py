"""The demo's experts, ratings and stars."""

from collections import Counter

from django.utils import timezone

from linli.demo import handout
from linli.demo.organisation_plans import AGENCY
from linli.flow import timeline
from linli.organisations.experts.models import Draw, Expert, ExpertTie
from linli.organisations.ratings.models import Rating, Score, Star
from linli.organisations.ratings.standing import standings_of


def test_33_experts_some_with_ties(demo: handout.Handout) -> None:
    assert Expert.objects.count() == 33
    assert ExpertTie.objects.count() == 4


def test_as_many_rated_as_the_source_counts(demo: handout.Handout) -> None:
    assert Counter(Rating.objects.current().values_list("grade", flat=True)) == {5: 10, 4: 15, 3: 19}
    assert Rating.objects.filter(state="expiring").count() >= 1
    for rating in Rating.objects.current().for_list():
        assert rating.valid_from
        assert rating.expires_on
        assert rating.valid_from < timezone.localdate() <= rating.expires_on
        assert rating.round.indicators.grade_of(rating.score or 0) == rating.grade  # type: ignore[arg-type]
        lines = [line for line in timeline.for_staff(rating) if line.action != "adopt"]
        assert [line.at for line in lines] == sorted(line.at for line in lines)


def test_two_draws_one_finished_and_one_committed(demo: handout.Handout) -> None:
    assert Counter(Draw.objects.values_list("state", flat=True)) == {"drawn": 1, "committed": 1}
    assert Score.objects.filter(state="asked").count() == 5
    assert Rating.objects.get(state="appealed").organisation.name == AGENCY


def test_groups_on_file_have_stars(demo: handout.Handout) -> None:
    stars = Star.objects.current().select_related("organisation")
    assert stars.count() > 100
    assert {star.organisation.state for star in stars} == {"on_file"}
    found = standings_of([star.organisation_id for star in stars])
    assert Counter(one.words for one in found.values()) == Counter("★" * star.stars for star in stars)
