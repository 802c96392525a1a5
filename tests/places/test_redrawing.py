"""Grids merged, split, renamed; buildings moved: what was stays to be seen, what is open follows."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from linli.audit.models import Entry
from linli.events.core.flows import EVENT
from linli.events.core.models import Event
from linli.inbox.models import Message, Task
from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Conflict, Invalid, NotFound
from linli.people import holders
from linli.people.actions.posts import grant_post
from linli.people.models import Post, Unit
from linli.people.roles import Role
from linli.people.staffing import staffing
from linli.places.geometry import grid_at
from linli.places.models import Boundary, Estate, EstateKind, FormerName, Households, Management, Place
from linli.places.redrawing.late_arrivals import follow_up
from linli.places.redrawing.merging import merge_grids, plan_merge
from linli.places.redrawing.moving import move_buildings, plan_move
from linli.places.redrawing.renaming import rename_place
from linli.places.redrawing.splitting import plan_split, split_grid
from linli.places.verification import verify
from tests.events import town as towns
from tests.events.town import COMMUNITY, GRID, Town
from tests.people.factories import actor_with
from tests.places.factories import make_place
from tests.places.test_pages import draw, square

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return towns.build()


@pytest.fixture
def other() -> Place:
    """Grid 1, next to the town's grid 3, with two buildings; the grid 3 has one of the same number."""
    make_place(f"{GRID}0010101")
    make_place(f"{COMMUNITY}0010010101", name="101室")
    make_place(f"{COMMUNITY}001002", name="2栋")
    return Place.objects.get(code=f"{COMMUNITY}001")


def merge(town: Town, other: Place, **more: Any) -> Place:
    values = {"name": town.grid.name, "takes_posts": False, "actor": SYSTEM} | more
    return merge_grids(town.grid, [other], **values)  # type: ignore[arg-type]


def test_a_merged_grid_stays_with_its_name_and_its_end(town: Town, other: Place) -> None:
    code = other.code
    merge(town, other, name="新第3网格")
    other.refresh_from_db()
    assert (other.code, other.ended_on, other.successor) == (code, timezone.localdate(), town.grid)
    assert town.grid.name == "新第3网格"
    assert FormerName.objects.get(place=town.grid).name != "新第3网格"
    assert other not in Place.objects.standing()
    assert verify() == []


def test_buildings_keep_their_number_where_it_is_free(town: Town, other: Place) -> None:
    first, second = Place.objects.filter(parent=other).order_by("code")
    dwelling = Place.objects.get(parent=first)
    merge(town, other)
    for place in (first, second, dwelling):
        place.refresh_from_db()
    assert second.code == f"{GRID}002", "nobody had that number"
    assert first.code == f"{GRID}003", "number 1 was taken"
    assert dwelling.code == f"{first.code}0101"
    assert Place.objects.coded(f"{COMMUNITY}001001") == first, "the former code still leads to it"
    assert first.parent == town.grid


def test_open_events_follow_and_those_that_are_over_keep_the_grid_of_their_day(town: Town, other: Place) -> None:
    going, over = town.event(place=other), town.event(place=other)
    EVENT.make(over, "reject", actor=town.actor(town.clerk), note="重复")
    merge(town, other)
    going.refresh_from_db()
    over.refresh_from_db()
    assert (going.place, going.path) == (town.grid, town.grid.code)
    assert (over.place, over.path) == (other, other.code)
    assert Task.objects.get(pk=going.pk).code == town.grid.code
    entry = Entry.objects.get(action="event.follow")
    assert (entry.subject_id, json.loads(entry.detail)) == (going.pk, {"from": other.code, "to": town.grid.code})
    assert verify() == []


def test_a_worker_whose_post_goes_on_has_the_tasks_still(town: Town, other: Place) -> None:
    worker = towns.user("新人")
    post = towns.post(worker, Role.GRID_WORKER, other)
    staffing.touch()
    event = town.event(place=other)
    due = Task.objects.get(pk=event.pk).due_at
    assert Task.objects.get(pk=event.pk).holder == holders.of_role(Role.GRID_WORKER, other.pk)
    merge(town, other, takes_posts=True)
    task = Task.objects.get(pk=event.pk)
    assert (task.holder, task.due_at) == (holders.of_role(Role.GRID_WORKER, town.grid.pk), due)
    post.refresh_from_db()
    today = timezone.localdate()
    assert post.valid_to == today - timedelta(days=1)
    again = Post.objects.get(user=worker, place=town.grid)
    assert (again.valid_from, again.valid_to, again.role) == (today, None, Role.GRID_WORKER)
    assert {entry.action for entry in Entry.objects.filter(subject_id__in=[post.pk, again.pk])} == {
        "post.end",
        "post.grant",
    }
    assert Message.objects.filter(user=worker).count() == 1, "told once, when it came"
    assert Message.objects.filter(user=town.worker, number=event.number).count() == 1, "told now"


def test_one_worker_of_both_grids_does_not_get_the_post_twice(town: Town, other: Place) -> None:
    towns.post(town.worker, Role.GRID_WORKER, other)
    staffing.touch()
    merge(town, other, takes_posts=True)
    assert Post.objects.on(timezone.localdate()).filter(user=town.worker).count() == 1


def test_where_nobody_has_the_role_a_task_falls_to_whoever_would_have_heard(town: Town, other: Place) -> None:
    event = town.event()
    assert Task.objects.get(pk=event.pk).holder == holders.of_role(Role.GRID_WORKER, town.grid.pk)
    merge_grids(other, [town.grid], name="合并网格", takes_posts=False, actor=SYSTEM)
    task = Task.objects.get(pk=event.pk)
    assert task.holder == holders.of_role(Role.COMMUNITY_WORKER, town.community.pk)
    assert task.escalate_to == ""
    assert Message.objects.filter(number=event.number, user=town.clerk).exists()
    event = EVENT.make(Event.objects.get(pk=event.pk), "accept", actor=town.actor(town.clerk))
    assert event.path == other.code


def test_a_post_that_begins_later_is_taken_along_or_away(town: Town, other: Place) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    Post.objects.create(user=town.handler, role=Role.GRID_WORKER, place=other, valid_from=tomorrow)
    merge(town, other, takes_posts=True)
    assert Post.objects.get(role=Role.GRID_WORKER, user=town.handler).place == town.grid
    assert Post.objects.get(role=Role.GRID_WORKER, user=town.handler).valid_from == tomorrow


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR])
def test_an_administrators_post_is_not_ended_by_redrawing(town: Town, other: Place, role: Role) -> None:
    towns.post(town.handler, role, other)
    with pytest.raises(Invalid, match="管理员"):
        merge(town, other)
    assert Place.objects.get(pk=other.pk).ended_on is None


def test_nobody_ends_or_moves_a_post_of_their_own(town: Town, other: Place) -> None:
    actor = actor_with(system_admin=True)
    towns.post(actor.user, Role.GRID_WORKER, other)
    with pytest.raises(Invalid, match="您自己"):
        merge(town, other, actor=actor)


def test_units_estates_and_responsibilities_go_along(town: Town, other: Place) -> None:
    unit = Unit.objects.create(name="小物业", kind="company", place=other)
    town.lamps.responsible.create(place=other, unit=unit)
    estate = Estate.objects.create(
        community=town.community, grid=other, name="花园", kind=EstateKind.OLD, management=Management.NONE
    )
    merge(town, other)
    unit.refresh_from_db()
    estate.refresh_from_db()
    assert (unit.place, estate.grid) == (town.grid, town.grid)
    assert town.lamps.responsible.filter(place=town.grid, unit=unit).exists()


def test_two_units_of_one_name_are_said_and_not_mixed(town: Town, other: Place) -> None:
    for place in (other, town.grid):
        Unit.objects.create(name="小物业", kind="company", place=place)
    with pytest.raises(Invalid, match="小物业"):
        merge(town, other)


def test_a_merge_joins_the_boundaries_and_keeps_those_before(town: Town, other: Place) -> None:
    draw(town.grid, square(113.0, 27.8))
    draw(other, square(113.01, 27.8))
    merge(town, other)
    for lon in (113.005, 113.015):
        spot = grid_at(27.805, lon)
        assert spot is not None
        assert spot.id == town.grid.pk
    now = Boundary.objects.get(valid_to=None)
    assert now.place == town.grid
    assert now.is_invented
    ended = Boundary.objects.filter(valid_to=timezone.localdate())
    assert {row.place_id for row in ended} == {town.grid.pk, other.pk}


def test_households_are_added_up_when_all_are_known(town: Town, other: Place) -> None:
    for place, count in ((town.grid, 120), (other, 90)):
        Households.objects.create(place=place, count=count, counted_on=date(2026, 1, 1))
    merge(town, other)
    assert Households.objects.get(place=town.grid).count == 210
    third = make_place(f"{COMMUNITY}009")
    merge(town, third)
    assert not Households.objects.filter(place=town.grid).exists(), "a sum without one of them would be wrong"


def test_a_chain_of_merges_ends_at_the_grid_that_stands(town: Town, other: Place) -> None:
    third = make_place(f"{COMMUNITY}009")
    merge_grids(other, [third], name=other.name, takes_posts=False, actor=SYSTEM)
    merge(town, other)
    late = Event.objects.get(pk=town.event().pk)
    Event.objects.filter(pk=late.pk).update(place=third, path=third.code)
    assert follow_up() >= 1
    late.refresh_from_db()
    assert late.place == town.grid
    assert follow_up() == 0


def test_merging_is_on_the_trail_of_both(town: Town, other: Place) -> None:
    town.event(place=other)
    merge(town, other)
    entry = Entry.objects.get(action="place.merge")
    facts = json.loads(entry.detail)
    assert entry.subject_id == town.grid.pk
    assert (facts["from"], facts["to"], facts["events"], facts["tasks"]) == ([other.code], town.grid.code, 1, 1)
    assert Entry.objects.get(action="place.end").subject_id == other.pk


def test_what_cannot_be_merged(town: Town, other: Place) -> None:
    foreign = Place.objects.get(code="430211002002001")
    for grid, others in (
        (town.grid, []),
        (town.grid, [town.grid]),
        (town.grid, [other, other]),
        (town.grid, [foreign]),
        (town.grid, [town.community]),
    ):
        with pytest.raises(Invalid):
            merge_grids(grid, others, name="网格", takes_posts=False, actor=SYSTEM)
    with pytest.raises(Invalid):
        merge_grids(town.community, [other], name="网格", takes_posts=False, actor=SYSTEM)
    merge(town, other)
    with pytest.raises(Invalid) as refused:
        merge(town, other)
    assert "已撤销" in refused.value.errors["others"][0]
    with pytest.raises(Invalid) as refused:
        rename_place(other, name="又叫", actor=SYSTEM)
    assert "已撤销" in refused.value.errors["name"][0]


def test_a_post_at_an_ended_grid_is_not_granted(town: Town, other: Place) -> None:
    merge(town, other)
    with pytest.raises(Invalid) as refused:
        grant_post(user=town.handler, role=Role.GRID_WORKER, place=other, valid_from=timezone.localdate(), actor=SYSTEM)
    assert "place" in refused.value.errors


def test_only_whose_post_reaches_all_of_it(town: Town, other: Place) -> None:
    for actor in (town.actor(town.clerk), town.actor(town.leader), actor_with(security_admin=True)):
        with pytest.raises(NotFound):
            merge(town, other, actor=actor)
        with pytest.raises(NotFound):
            rename_place(other, name="新名", actor=actor)
        with pytest.raises(NotFound):
            split_grid(other, name="新", buildings=[], actor=actor)
    merge(town, other, actor=actor_with(system_admin=True))


def test_a_plan_that_no_longer_holds_is_looked_at_again(town: Town, other: Place) -> None:
    asked = {"name": "合并网格", "takes_posts": False, "actor": SYSTEM}
    plan = plan_merge(town.grid, [other], **asked)  # type: ignore[arg-type]
    shown = {str(line.title): line.moving.count for line in plan.lines}
    assert (shown["楼栋"], shown["住房"], shown["未办结的事件"]) == (2, 1, 0)
    town.event(place=other)
    with pytest.raises(Conflict):
        merge_grids(town.grid, [other], seen=plan.digest, **asked)  # type: ignore[arg-type]
    assert Place.objects.get(pk=other.pk).ended_on is None
    fresh = plan_merge(town.grid, [other], **asked)  # type: ignore[arg-type]
    merge_grids(town.grid, [other], seen=fresh.digest, **asked)  # type: ignore[arg-type]


def test_looking_changes_nothing(town: Town, other: Place) -> None:
    town.event(place=other)
    before = Entry.objects.count()
    plan_merge(town.grid, [other], name="合并网格", takes_posts=True, actor=SYSTEM)
    plan_split(other, name="新", buildings=list(Place.objects.filter(parent=other)[:1]), actor=SYSTEM)
    assert (Entry.objects.count(), Place.objects.filter(ended_on__isnull=False).count()) == (before, 0)


# --- buildings ---


def test_a_building_moves_with_its_dwellings(town: Town, other: Place) -> None:
    building = Place.objects.get(code=f"{COMMUNITY}001001")
    plan = plan_move(other, town.grid, [building])
    assert move_buildings(other, town.grid, [building], seen=plan.digest, actor=SYSTEM) == 2
    building.refresh_from_db()
    assert (building.code, building.parent) == (f"{GRID}002", town.grid)
    entry = Entry.objects.get(action="place.move_building")
    assert json.loads(entry.detail)["from"] == f"{COMMUNITY}001001"
    with pytest.raises(Invalid):
        move_buildings(other, town.grid, [building], actor=SYSTEM)
    with pytest.raises(Invalid):
        move_buildings(town.grid, town.grid, [building], actor=SYSTEM)
    with pytest.raises(Invalid):
        move_buildings(town.grid, other, [], actor=SYSTEM)


# --- names ---


@pytest.mark.parametrize("name", ["𠮷祥里网格", "🏠幸福网格👨‍👩‍👧", "㐂乐", "甲" * 120])
def test_names_may_hold_rare_characters(town: Town, name: str) -> None:
    assert rename_place(town.grid, name=f"  {name} ", actor=SYSTEM).name == name
    assert Place.objects.get(pk=town.grid.pk).name == name


@pytest.mark.parametrize("name", ["", "   ", "\u3000", "甲" * 121, "网\x00格", "网\x07格", "\ud800"])
def test_names_that_cannot_be(town: Town, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        rename_place(town.grid, name=name, actor=SYSTEM)
    assert list(refused.value.errors) == ["name"]


def test_a_name_is_taken_once_among_its_siblings(town: Town, other: Place) -> None:
    with pytest.raises(Invalid):
        rename_place(other, name=town.grid.name, actor=SYSTEM)
    merge(town, other, name=other.name)
    assert town.grid.name == other.name, "the name of one that ends may be kept"


def test_a_rename_that_somebody_else_was_quicker_with(town: Town) -> None:
    before = town.grid.name
    rename_place(town.grid, name="甲", seen=before, actor=SYSTEM)
    with pytest.raises(Conflict):
        rename_place(town.grid, name="乙", seen=before, actor=SYSTEM)
    assert Entry.objects.filter(action="place.rename").count() == 1
    rename_place(town.grid, name="甲", actor=SYSTEM)
    assert FormerName.objects.filter(place=town.grid).count() == 1, "the same name again is nothing new"
