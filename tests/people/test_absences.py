"""Days away: one's own, or set by the security administrator; ended early; on the trail."""

import datetime
from typing import Any

import pytest
import time_machine

from linli.audit.models import Entry
from linli.kernel.problems import Invalid, NotFound
from linli.people.actions.absences import end_absence, set_absence
from linli.people.actors import actor_of
from linli.people.models import Absence
from linli.people.roles import Role
from linli.people.staffing import users_of
from tests.people.factories import STREET, actor_with, make_post, make_user
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 20)
ONE = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(datetime.datetime(2026, 11, 20, 4, tzinfo=datetime.UTC), tick=False):
        yield


def test_ones_own_absence_hands_over_and_takes_back() -> None:
    post = make_post(deputy=make_user())
    holder = f"grid_worker:{post.place_id}"
    absence = set_absence(post.user, first_day=TODAY, last_day=TODAY + 5 * ONE, actor=actor_of(post.user))
    assert users_of(holder) == [post.deputy_id]
    end_absence(absence, actor=actor_of(post.user))
    assert users_of(holder) == [post.user_id]
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == ["absence.set", "absence.end"]


def test_coming_back_early_keeps_the_days_that_were_away() -> None:
    post = make_post(deputy=make_user())
    absence = Absence.objects.create(user=post.user, first_day=TODAY - 3 * ONE, last_day=TODAY + 3 * ONE)
    end_absence(absence, actor=actor_of(post.user))
    absence.refresh_from_db()
    assert absence.last_day == TODAY - ONE
    assert post.deputy is not None
    assert actor_of(post.deputy, on=TODAY - ONE).has(Role.GRID_WORKER)
    assert not actor_of(post.deputy, on=TODAY).has(Role.GRID_WORKER)


def test_an_absence_long_over_stays_as_it_was() -> None:
    absence = Absence.objects.create(user=make_user(), first_day=TODAY - 9 * ONE, last_day=TODAY - 5 * ONE)
    end_absence(absence, actor=actor_of(absence.user))
    absence.refresh_from_db()
    assert absence.last_day == TODAY - 5 * ONE


@pytest.mark.parametrize(
    ("first", "last"), [(TODAY + ONE, TODAY), (TODAY - 5 * ONE, TODAY - ONE)], ids=["backwards", "over already"]
)
def test_days_that_cannot_be_are_refused(first: datetime.date, last: datetime.date) -> None:
    user = make_user()
    with pytest.raises(Invalid) as raised:
        set_absence(user, first_day=first, last_day=last, actor=actor_of(user))
    assert list(raised.value.errors) == ["last_day"]
    assert not Absence.objects.exists()


def test_the_security_administrator_sets_it_for_who_fell_ill() -> None:
    post, security = make_post(), actor_with(security_admin=True)
    end_absence(set_absence(post.user, first_day=TODAY, last_day=TODAY, actor=security), actor=security)
    assert set(Entry.objects.values_list("actor_id", flat=True)) == {security.id}


def test_nobody_else_sets_or_ends_it() -> None:
    post = make_post(leader=True, deputy=make_user())
    absence = Absence.objects.create(user=post.user, first_day=TODAY, last_day=TODAY)
    assert post.deputy is not None
    strangers = [
        actor_of(post.deputy),
        actor_with(system_admin=True),
        actor_with(security_admin=True, place=make_place(f"{STREET}001")),
    ]
    for actor in strangers:
        with pytest.raises(NotFound):
            set_absence(post.user, first_day=TODAY, last_day=TODAY, actor=actor)
        with pytest.raises(NotFound):
            end_absence(absence, actor=actor)
    assert Absence.objects.get() == absence
