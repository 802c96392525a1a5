"""The quarters of a rota: planned ahead, handed over, held or missed, swapped, made again."""

import datetime
import random
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from linli.inbox.models import Task
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.party.actions.hostings import Asked, Held, ask_swap
from linli.organisations.party.actions.planning import keep_rotas
from linli.organisations.party.flows import HOSTING, PARTY, SWAP
from linli.organisations.party.models import Hosting, PartyGroup, PartyOrganisation, Swap
from linli.organisations.party.rota import quarter_of, shifted
from linli.people import holders
from tests.events.town import user
from tests.kernel.photos import encoded, picture, upload
from tests.organisations import world as worlds
from tests.organisations.party import test_rota
from tests.organisations.party.world import branch, group, join, leave, party, rota
from tests.organisations.world import World
from tests.people.factories import signed_in

BEGIN = datetime.datetime(2027, 2, 10, 10, tzinfo=datetime.UTC)
Q1, Q2, Q3 = datetime.date(2027, 1, 1), datetime.date(2027, 4, 1), datetime.date(2027, 7, 1)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(BEGIN, tick=False) as travelled:
        yield travelled


@pytest.fixture
def world(db: None, clock: Any) -> World:
    return worlds.build()


def go_to(clock: Any, day: datetime.date) -> None:
    clock.move_to(datetime.datetime.combine(day, datetime.time(10), datetime.UTC))
    keep_rotas()


def of(quarter: datetime.date, group: PartyGroup) -> Hosting:
    return Hosting.objects.standing().get(group=group, quarter=quarter)


def hold(world: World, hosting: Hosting, *attended: PartyOrganisation) -> Hosting:
    held = Held(hosting.quarter + datetime.timedelta(days=9), "一起走访", attended)
    return HOSTING.make(hosting, "hold", actor=world.actor(world.bureau), data=held)


def test_it_begins_with_the_next_quarter_and_reaches_a_year(world: World) -> None:
    first = group(world, branch(world, "甲"), branch(world, "乙"), branch(world, "丙"))
    hostings = Hosting.objects.filter(group=first).order_by("quarter")
    assert [one.quarter for one in hostings] == [shifted(Q1, by) for by in range(1, 5)]
    assert rota(first) == "甲乙丙甲"
    assert keep_rotas() == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Hosting.objects.filter(group=first, quarter=Q3).update(quarter=Q2)


def test_a_month_before_it_is_handed_to_the_branch(world: World, clock: Any) -> None:
    one, two = party(world, "甲", world.club), branch(world, "乙", user=world.stranger)
    first = group(world, one, two, branch(world, "丙"))
    assert not Task.objects.filter(record_kind="hosting").exists()
    go_to(clock, datetime.date(2027, 3, 5))
    due = of(Q2, first)
    task = Task.objects.get(pk=due.pk)
    assert world.club.unit
    assert (due.state, task.holder) == ("due", holders.of_unit(world.club.unit.pk))
    assert task.due_at
    assert task.due_at.date() == datetime.date(2027, 6, 30)
    leave(world, one)
    assert of(Q2, first).branch == two
    assert Task.objects.get(pk=due.pk).holder == holders.of_user(world.stranger.pk)
    leave(world, two)
    assert Task.objects.get(pk=due.pk).holder == holders.of_role("organisation_officer", world.subdistrict.pk)


def test_it_is_held_with_those_who_came(world: World, clock: Any) -> None:
    one, two, three = party(world, "甲", world.club), branch(world, "乙"), branch(world, "丙")
    first, away = group(world, one, two, three), branch(world, "外")
    go_to(clock, datetime.date(2027, 5, 1))
    due, teacher = of(Q2, first), world.actor(world.teacher)
    for wrong in (
        Held(datetime.date(2027, 3, 31), "x", []),
        Held(datetime.date(2027, 5, 2), "x", []),
        Held(datetime.date(2027, 4, 9), "x", [away]),
        Held(datetime.date(2027, 4, 9), "x", [one]),
    ):
        with pytest.raises(Invalid):
            HOSTING.make(due, "hold", actor=teacher, data=wrong)
    with pytest.raises(Forbidden):
        HOSTING.make(due, "hold", actor=world.actor(world.clerk), data=Held(Q2, "x", []))
    held = HOSTING.make(due, "hold", actor=teacher, data=Held(datetime.date(2027, 4, 9), "一起走访", [two]))
    assert (held.state, list(held.attended.all())) == ("held", [two])
    assert not Task.objects.filter(pk=due.pk).exists()
    leave(world, one)
    assert of(Q2, first).branch == one, "what was held stays"
    with pytest.raises(Conflict):
        HOSTING.make(due, "hold", actor=world.actor(world.bureau), data=Held(Q2, "x", []))


def test_who_does_not_hold_it_says_why_and_is_next_again(world: World, clock: Any) -> None:
    first = group(world, branch(world, "甲"), branch(world, "乙"), branch(world, "丙"))
    bureau = world.actor(world.bureau)
    go_to(clock, datetime.date(2027, 3, 5))
    with pytest.raises(Invalid):
        HOSTING.make(of(Q2, first), "miss", actor=bureau, note="还早")
    go_to(clock, datetime.date(2027, 5, 1))
    with pytest.raises(Invalid):
        HOSTING.make(of(Q2, first), "miss", actor=bureau)
    assert rota(first) == "甲乙丙甲乙"
    missed = HOSTING.make(of(Q2, first), "miss", actor=bureau, note="防汛")
    assert missed.state == "missed"
    assert rota(first) == "甲甲乙丙甲"


def test_who_joins_comes_first_of_what_has_not_begun(world: World, clock: Any) -> None:
    first = group(world, branch(world, "甲"), branch(world, "乙"))
    go_to(clock, datetime.date(2027, 4, 2))
    hold_day = datetime.date(2027, 4, 10)
    go_to(clock, hold_day)
    hold(world, of(Q2, first))
    go_to(clock, datetime.date(2027, 7, 2))
    join(world, branch(world, "丙"), first)
    assert rota(first) == "甲乙丙甲乙丙"
    assert of(Q3, first).branch.name == "乙", "the quarter that has begun stays"


def test_a_quarter_that_nobody_spoke_of_is_late_and_can_still_be_told(world: World, clock: Any) -> None:
    first = group(world, branch(world, "甲"), branch(world, "乙"))
    go_to(clock, datetime.date(2027, 8, 1))
    assert of(Q2, first).state == "due"
    page = signed_in(world.bureau).get(first.get_absolute_url()).content.decode()
    assert 'class="badge is-late"' in page
    assert hold(world, of(Q2, first)).state == "held"


def test_a_swap_needs_both(world: World, clock: Any) -> None:
    one, two = party(world, "甲", world.club), branch(world, "乙", user=world.stranger)
    first = group(world, one, two, branch(world, "丙"), branch(world, "丁"))
    teacher, stranger = world.actor(world.teacher), world.actor(world.stranger)
    mine, theirs = of(Q2, first), of(Q3, first)
    with pytest.raises(Forbidden):
        ask_swap(Asked(mine, theirs), actor=stranger)
    with pytest.raises(Forbidden):
        ask_swap(Asked(mine, theirs), actor=world.actor(world.bureau))
    with pytest.raises(Invalid):
        ask_swap(Asked(mine, mine), actor=teacher)
    swap = ask_swap(Asked(mine, theirs), actor=teacher)
    assert Task.objects.get(pk=swap.pk).holder == holders.of_user(world.stranger.pk)
    with pytest.raises(Invalid):
        ask_swap(Asked(mine, theirs), actor=teacher)
    with pytest.raises(Forbidden):
        SWAP.make(swap, "agree", actor=teacher)
    assert rota(first) == "甲乙丙丁"
    SWAP.make(swap, "agree", actor=stranger)
    assert rota(first) == "乙甲丙丁"
    assert of(Q2, first).is_swapped
    join(world, branch(world, "戊"), first)
    leave(world, PartyOrganisation.objects.get(name="丙"))
    assert rota(first) == "乙甲丁戊", "what was agreed stays, the rest is made again"
    page = signed_in(world.teacher).get(of(Q2, first).get_absolute_url()).content.decode()
    assert "已互换" in page


def test_a_swap_declined_taken_back_or_overtaken_changes_nothing(world: World, clock: Any) -> None:
    one, two = party(world, "甲", world.club), branch(world, "乙", user=world.stranger)
    first = group(world, one, two, branch(world, "丙"))
    teacher, stranger = world.actor(world.teacher), world.actor(world.stranger)

    def asked() -> Swap:
        return ask_swap(Asked(of(Q2, first), of(Q3, first)), actor=teacher)

    SWAP.make(asked(), "decline", actor=stranger, note="当季有换届")
    SWAP.make(asked(), "take_back", actor=teacher)
    stale = asked()
    PARTY.make(two, "dissolve", actor=world.actor(world.bureau), note="x")
    stale.refresh_from_db()
    assert stale.state == "lapsed"
    assert not Task.objects.filter(pk=stale.pk).exists()
    assert rota(first) == "甲丙甲丙"


def test_what_is_over_cannot_be_swapped(world: World, clock: Any) -> None:
    one, two = party(world, "甲", world.club), branch(world, "乙", user=world.stranger)
    first = group(world, one, two)
    swap = ask_swap(Asked(of(Q2, first), of(Q3, first)), actor=world.actor(world.teacher))
    go_to(clock, datetime.date(2027, 7, 5))
    with pytest.raises(Conflict):
        SWAP.make(swap, "agree", actor=world.actor(world.stranger))
    with pytest.raises(Invalid):
        ask_swap(Asked(of(Q2, first), of(Q3, first)), actor=world.actor(world.teacher))


def test_held_and_swapped_by_page(world: World, clock: Any) -> None:
    one, two = party(world, "甲", world.club), branch(world, "乙", user=world.stranger)
    first = group(world, one, two)
    client = signed_in(world.teacher)
    theirs, address = of(Q3, first), "/records/hosting_swap/new/"
    assert "2027 年第 3 季度 乙" in client.get(f"{address}?hosting={of(Q2, first).number}").content.decode()
    assert client.post(address, {"hosting": of(Q2, first).number, "other": "HS-0"}).status_code == 422
    client.post(address, {"hosting": of(Q2, first).number, "other": theirs.number})
    swap = Swap.objects.get()
    signed_in(world.stranger).post(f"/records/hosting_swap/{swap.number}/agree/")
    assert rota(first) == "乙甲乙甲"
    go_to(clock, datetime.date(2027, 7, 20))
    mine = of(Q3, first)
    sent = {"on": "2027-07-10", "summary": "参观", "attended": [str(two.pk)], "photos": [upload(encoded(picture()))]}
    signed_in(world.teacher).post(f"/records/hosting/{mine.number}/hold/", sent)
    mine.refresh_from_db()
    assert (mine.state, mine.summary, mine.photos.count()) == ("held", "参观", 1)
    photo = f"{mine.get_absolute_url()}photos/{mine.photos.get().pk}/?thumb=1"
    assert signed_in(world.stranger).get(photo).status_code == 200
    assert signed_in(world.clerk).get(photo).status_code == 200
    outsider = user("路人")
    assert signed_in(outsider).get(photo).status_code == 404


@pytest.mark.parametrize("seed", range(3))
def test_the_room_makes_the_rota_that_was_proved(world: World, clock: Any, seed: int) -> None:
    """What happens by chance to a group here and to the model of ``test_rota`` leaves both with one rota."""
    chance = random.Random(seed)
    branches = {name: branch(world, name) for name in "abcdef"}
    first = group(world, *(branches[name] for name in "abc"))
    model = test_rota.Group(members=list("abc"), now=Q1)
    model.make()
    for _quarter in range(8):
        go_to(clock, shifted(model.now, 1) + datetime.timedelta(days=14))
        model.now = shifted(model.now, 1)
        model.make()
        name = chance.choice("abcdef")
        if name in model.members:
            leave(world, branches[name])
            model.leave(name)
        else:
            join(world, branches[name], first)
            model.join(name)
        model.make()
        if host := model.planned.get(model.now):
            outcome = chance.choice(["held", "held", "missed"])
            if outcome == "held":
                hold(world, of(model.now, first))
                model.held[model.now] = host
            else:
                HOSTING.make(of(model.now, first), "miss", actor=world.actor(world.bureau), note="x")
            model.planned.pop(model.now)
            model.make()
        coming = Hosting.objects.standing().filter(group=first, quarter__gt=quarter_of(datetime.date.today()))
        assert dict(coming.values_list("quarter", "branch__name")) == model.planned
