"""Space for service: agreed by both, counted by period, told to both when it falls behind."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from linli.inbox.models import Message, Task
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.registry.actions import Left
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.spaces.actions import Delivered, Proposed, owed_in, period_of, propose
from linli.organisations.spaces.flows import DELIVERY, SPACE_AGREEMENT
from linli.organisations.spaces.models import Delivery, SpaceAgreement, SpacePeriod
from linli.organisations.spaces.rounds import go_round, verify
from linli.organisations.spaces.states import Measure, Rhythm
from linli.places.models import Premises, PremisesKind
from tests.organisations.world import World
from tests.people.factories import signed_in


def at(month: int, day: int) -> time_machine.travel:
    return time_machine.travel(datetime.datetime(2026, month, day, 2, tzinfo=datetime.UTC), tick=False)


@pytest.fixture(autouse=True)
def _april() -> Iterator[None]:
    with at(4, 1):
        yield


@pytest.fixture
def premises(world: World) -> Premises:
    return Premises.objects.create(community=world.community, name="二楼活动室", kind=PremisesKind.CANTEEN, area=60)


@pytest.fixture
def offer(world: World, premises: Premises) -> Proposed:
    return Proposed(
        world.club,
        premises,
        "每周六陪老人读报",
        Measure.HOURS,
        Rhythm.QUARTER,
        Decimal(30),
        datetime.date(2026, 4, 1),
        datetime.date(2027, 3, 31),
    )


@pytest.fixture
def agreement(world: World, offer: Proposed) -> SpaceAgreement:
    proposed = propose(offer, actor=world.actor(world.clerk))
    return SPACE_AGREEMENT.make(proposed, "accept", actor=world.actor(world.teacher))


def deliver(world: World, agreement: SpaceAgreement, amount: str, day: datetime.date) -> Delivery:
    data = Delivered(day, Decimal(amount), "读报")
    SPACE_AGREEMENT.make(agreement, "deliver", actor=world.actor(world.teacher), data=data)
    return Delivery.objects.latest("id")


def test_it_takes_both(world: World, offer: Proposed) -> None:
    with pytest.raises(Forbidden):
        propose(offer, actor=world.actor(world.stranger))
    agreement = propose(offer, actor=world.actor(world.clerk))
    with pytest.raises(Forbidden):
        SPACE_AGREEMENT.make(agreement, "accept", actor=world.actor(world.clerk))
    agreement = SPACE_AGREEMENT.make(agreement, "accept", actor=world.actor(world.teacher))
    period = SpacePeriod.objects.get()
    assert (period.first_day, period.last_day) == (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
    assert (period.owed, period.state) == (Decimal(30), "running")


def test_what_is_confirmed_counts(world: World, agreement: SpaceAgreement) -> None:
    told = deliver(world, agreement, "3.5", datetime.date(2026, 4, 1))
    period = SpacePeriod.objects.get()
    assert period.delivered == 0
    with pytest.raises(Forbidden):
        DELIVERY.make(told, "confirm", actor=world.actor(world.teacher))
    DELIVERY.make(told, "confirm", actor=world.actor(world.clerk))
    with pytest.raises(Conflict):
        DELIVERY.make(told, "confirm", actor=world.actor(world.clerk))
    period.refresh_from_db()
    assert period.delivered == Decimal("3.5")
    assert verify() == []
    SpacePeriod.objects.update(delivered=4)
    assert verify() == [f"{period.number} says 4.0, its deliveries 3.5"]


def test_a_day_outside_the_running_period_is_refused(world: World, agreement: SpaceAgreement) -> None:
    with pytest.raises(Invalid) as refused:
        deliver(world, agreement, "1", datetime.date(2026, 3, 31))
    assert "day" in refused.value.errors


def test_both_hear_once_that_it_falls_behind(world: World, agreement: SpaceAgreement) -> None:
    with at(5, 10):
        assert go_round() == 0
    with at(5, 20):
        assert go_round() == 1
        assert go_round() == 0
    number = SpacePeriod.objects.get().number
    told = Message.objects.filter(number=number, kind="warning").values_list("user", flat=True)
    assert set(told) == {world.teacher.pk, world.clerk.pk}


def test_nobody_is_told_while_it_keeps_up(world: World, agreement: SpaceAgreement) -> None:
    with at(5, 19):
        told = deliver(world, agreement, "20", datetime.date(2026, 5, 19))
        DELIVERY.make(told, "confirm", actor=world.actor(world.clerk))
    with at(5, 20):
        assert go_round() == 0


def test_a_period_ends_as_it_was_and_the_next_begins(world: World, agreement: SpaceAgreement) -> None:
    with at(6, 29):
        told = deliver(world, agreement, "30", datetime.date(2026, 6, 29))
        late = deliver(world, agreement, "5", datetime.date(2026, 6, 29))
        DELIVERY.make(told, "confirm", actor=world.actor(world.clerk))
    with at(7, 1):
        assert go_round() == 2
        assert go_round() == 0
    first, second = SpacePeriod.objects.order_by("first_day")
    assert (first.state, second.state) == ("met", "running")
    late.refresh_from_db()
    assert late.state == "refused"
    with at(10, 1):
        go_round()
    second.refresh_from_db()
    assert second.state == "short"


def test_it_runs_out(world: World, agreement: SpaceAgreement) -> None:
    with time_machine.travel(datetime.datetime(2027, 4, 1, 2, tzinfo=datetime.UTC), tick=False):
        go_round()
    agreement.refresh_from_db()
    assert agreement.state == "ended"
    assert not SpacePeriod.objects.filter(state="running").exists()


def test_who_leaves_gives_the_space_back(world: World, agreement: SpaceAgreement) -> None:
    left = Left("散了", datetime.date(2026, 4, 1))
    ORGANISATION.make(world.club, "take_off", actor=world.actor(world.officer), data=left)
    agreement.refresh_from_db()
    assert agreement.state == "broken_off"
    assert SpacePeriod.objects.get().state == "short"
    assert not Task.objects.filter(record_kind__in=("space_period", "space_agreement")).exists()


@given(
    first=st.dates(datetime.date(2024, 1, 1), datetime.date(2027, 1, 1)),
    days=st.integers(0, 900),
    rhythm=st.sampled_from(Rhythm),
)
def test_periods_cover_every_day_once(first: datetime.date, days: int, rhythm: Rhythm) -> None:
    last = first + datetime.timedelta(days=days)
    agreement = SpaceAgreement(rhythm=rhythm, owed=Decimal(30), valid_from=first, valid_to=last)
    day, owed = first, Decimal(0)
    while day <= last:
        begin, end = period_of(agreement, day)
        assert (begin, day <= end <= last) == (day, True)
        owed += owed_in(agreement, begin, end)
        assert owed_in(agreement, begin, end) <= 30
        day = end + datetime.timedelta(days=1)
    assert owed > 0


def test_pages(world: World, agreement: SpaceAgreement) -> None:
    deliver(world, agreement, "3.5", datetime.date(2026, 4, 1))
    clerk, teacher, stranger = (signed_in(who) for who in (world.clerk, world.teacher, world.stranger))
    assert "二楼活动室" in clerk.get("/spaces/").content.decode()
    page = clerk.get(agreement.get_absolute_url()).content.decode()
    assert "核实" in page
    assert "报告服务" in teacher.get(agreement.get_absolute_url()).content.decode()
    assert stranger.get(agreement.get_absolute_url()).status_code == 404
    assert "二楼活动室" not in stranger.get("/spaces/").content.decode()
    assert "二楼活动室" in clerk.get(world.club.get_absolute_url()).content.decode()
    new = f"/records/space_agreement/new/?organisation={world.club.number}"
    assert "二楼活动室" in clerk.get(new).content.decode()
    assert teacher.get(new).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("owed", "-1"), ("owed", "0"), ("owed", "many"), ("valid_to", "2026-03-01"), ("organisation", "OR-1")],
)
def test_what_is_wrong_is_said_by_the_field(world: World, premises: Premises, field: str, value: str) -> None:
    good = {
        "organisation": world.club.number,
        "premises": str(premises.pk),
        "service": "读报",
        "measure": "hours",
        "owed": "30",
        "rhythm": "quarter",
        "valid_from": "2026-04-01",
        "valid_to": "2027-03-31",
    }
    answer = signed_in(world.clerk).post("/records/space_agreement/new/", good | {field: value})
    assert answer.status_code == 422
    assert f'id="field-{field}"' in answer.content.decode() or "errorlist" in answer.content.decode()
    assert SpaceAgreement.objects.count() == 0
    assert signed_in(world.clerk).post("/records/space_agreement/new/", good).status_code == 302
