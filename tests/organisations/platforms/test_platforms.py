"""Platforms: who runs them, visits against the checklist, and what is refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from linli.audit.models import Entry
from linli.inbox.models import Task
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.platforms.actions.platforms import (
    Again,
    Checked,
    Edited,
    Found,
    HandedOver,
    Opening,
    check,
    open_platform,
)
from linli.organisations.platforms.actions.standards import add_item, end_item
from linli.organisations.platforms.flows import PLATFORM, VISIT
from linli.organisations.platforms.models import CheckedItem, ChecklistItem, Platform, PlatformCheck
from linli.people import holders
from linli.places.models import Place, Premises, PremisesKind
from tests.organisations.platforms.world import LONG_AGO, TODAY, found, platform, visit
from tests.organisations.world import NEXT_DOOR, World
from tests.people.factories import signed_in

TOMORROW = TODAY + datetime.timedelta(days=1)


def test_its_level_goes_by_the_place(world: World) -> None:
    bureau = world.actor(world.bureau)
    centre = open_platform(Opening(world.district, {"name": "中心", "opened_on": LONG_AGO}, None), actor=bureau)
    levels = [one.level for one in (centre, platform(world, world.subdistrict), platform(world))]
    assert levels == ["district", "subdistrict", "community"]


def test_nobody_opens_one_elsewhere_or_twice(world: World) -> None:
    opening = Opening(world.community, {"name": "x", "opened_on": LONG_AGO}, None)
    with pytest.raises(Forbidden):
        open_platform(opening, actor=world.actor(world.stranger))
    platform(world)
    with pytest.raises(Invalid) as refused:
        platform(world)
    assert "name" in refused.value.errors


def test_what_it_does_not_say_its_premises_say(world: World) -> None:
    rooms = Premises.objects.create(
        community=world.community, name="社工室", kind=PremisesKind.SOCIAL_WORK, area=60, hours="每天", contact="1"
    )
    station = platform(world, premises=rooms)
    assert (station.shown_area, station.shown_hours, station.shown_contact) == (60, "每天", "1")
    own = PLATFORM.make(station, "edit", actor=world.actor(world.officer), data=Edited({"area": 80, "hours": "周一"}))
    assert (own.shown_area, own.shown_hours) == (80, "周一")


def test_premises_of_another_place_are_refused(world: World) -> None:
    rooms = Premises.objects.create(community=world.community, name="x", kind=PremisesKind.OTHER, area=60)
    centre = platform(world, world.subdistrict, premises=rooms)
    assert centre.premises == rooms
    elsewhere = Place.objects.get(code=NEXT_DOOR)
    with pytest.raises(Invalid) as refused:
        open_platform(
            Opening(elsewhere, {"name": "x", "opened_on": LONG_AGO, "premises": rooms}, None),
            actor=world.actor(world.bureau),
        )
    assert "premises" in refused.value.errors


def test_one_operator_at_a_time_from_to(world: World) -> None:
    station, other = platform(world, operator=world.club), world.organisation(name="善邻社工")
    officer = world.actor(world.officer)
    with pytest.raises(Invalid):
        PLATFORM.make(station, "hand_over", actor=officer, data=HandedOver(world.club, TODAY))
    with pytest.raises(Invalid):
        PLATFORM.make(
            station, "hand_over", actor=officer, data=HandedOver(other, LONG_AGO - datetime.timedelta(days=1))
        )
    PLATFORM.make(station, "hand_over", actor=officer, data=HandedOver(other, TODAY))
    spans = [(one.organisation, one.since, one.until) for one in station.operations.all()]
    assert spans == [(other, TODAY, None), (world.club, LONG_AGO, TODAY)]
    with pytest.raises(IntegrityError), transaction.atomic():
        station.operations.create(organisation=world.club, since=TODAY)


def test_who_runs_it_sees_and_edits_it(world: World) -> None:
    station, teacher = platform(world, operator=world.club), world.actor(world.teacher)
    assert Platform.objects.visible_to(teacher).get() == station
    PLATFORM.make(station, "edit", actor=teacher, data=Edited({"hours": "周六"}))
    with pytest.raises(Forbidden):
        PLATFORM.make(station, "close", actor=teacher, note="x")
    PLATFORM.make(station, "hand_over", actor=world.actor(world.officer), data=HandedOver(None, TODAY))
    assert not Platform.objects.visible_to(teacher).exists()
    assert not Platform.objects.visible_to(world.actor(world.stranger)).exists()


def test_closing_ends_who_ran_it(world: World) -> None:
    station = platform(world, operator=world.club)
    closed = PLATFORM.make(station, "close", actor=world.actor(world.officer), note="搬走")
    assert (closed.closed_on, closed.operator) == (TODAY, None)
    with pytest.raises(Invalid):
        visit(world, closed)
    platform(world)
    with pytest.raises(Invalid):
        PLATFORM.make(closed, "reopen", actor=world.actor(world.officer))


def test_all_met_is_over_at_once(world: World) -> None:
    done = visit(world, platform(world))
    assert (done.state, done.put_right_by) == ("done", None)
    assert not Task.objects.filter(pk=done.pk).exists()
    assert all(one.is_met for one in done.findings.all())


def test_what_is_short_is_put_right_by_who_runs_it(world: World) -> None:
    station = platform(world, operator=world.club)
    asked = visit(world, station, short="operation-visits", put_right_by=TOMORROW)
    finding = asked.findings.get(is_met=False)
    assert (asked.state, finding.found, finding.least, finding.short) == ("open", 0, 5, 5)
    assert world.club.unit
    assert Task.objects.get(pk=asked.pk).holder == holders.of_unit(world.club.unit.pk)
    with pytest.raises(Invalid):
        VISIT.make(asked, "report", actor=world.actor(world.teacher))
    VISIT.make(asked, "report", actor=world.actor(world.teacher), note="走访了五家")
    with pytest.raises(Forbidden):
        VISIT.make(asked, "confirm", actor=world.actor(world.teacher))
    incubator = world.actor(world.incubator)
    back = VISIT.make(asked, "send_back", actor=incubator, data=Again(TOMORROW), note="只有三家")
    assert back.state == "open"
    VISIT.make(asked, "report", actor=world.actor(world.teacher), note="五家都去了")
    assert VISIT.make(asked, "confirm", actor=incubator).state == "done"
    assert asked.findings.filter(is_met=False).count() == 1, "what the visit found stays as it was"


def test_without_a_day_the_rule_gives_one(world: World) -> None:
    asked = visit(world, platform(world), short="rules-money")
    assert asked.put_right_by
    assert asked.put_right_by > TODAY + datetime.timedelta(days=20)
    with pytest.raises(Invalid) as refused:
        visit(world, platform(world, name="二站"), short="rules-money", put_right_by=LONG_AGO)
    assert "put_right_by" in refused.value.errors


def test_an_item_that_ended_is_not_asked_and_not_taken(world: World) -> None:
    station, bureau = platform(world), world.actor(world.bureau)
    before = visit(world, station)
    item = ChecklistItem.objects.get(code="rules-money")
    end_item(item, on=TODAY, actor=bureau)
    item.refresh_from_db()
    findings = found(station.level, on=TODAY)
    assert item not in [one.item for one in findings]
    with pytest.raises(Invalid) as refused:
        check(Checked(station, TODAY, [*findings, Found(item, is_met=True)]), actor=world.actor(world.incubator))
    assert "item_rules-money" in refused.value.errors
    assert before.findings.filter(item=item).exists()
    with pytest.raises(Invalid):
        end_item(item, on=TOMORROW, actor=bureau)
    earlier = TODAY - datetime.timedelta(days=1)
    assert item in [one.item for one in found(station.level, on=earlier)], "it held on the days before"


def test_every_item_is_answered(world: World) -> None:
    station = platform(world)
    findings = found(station.level, on=TODAY)[1:]
    with pytest.raises(Invalid):
        check(Checked(station, TODAY, findings), actor=world.actor(world.incubator))
    assert not PlatformCheck.objects.exists()


def test_no_negative_number_and_no_day_ahead(world: World) -> None:
    station, incubator = platform(world), world.actor(world.incubator)
    wrong = [Found(one.item, one.is_met, -1 if one.count is not None else None) for one in found("community", on=TODAY)]
    with pytest.raises(Invalid):
        check(Checked(station, TODAY, wrong), actor=incubator)
    for day in (TOMORROW, LONG_AGO - datetime.timedelta(days=1)):
        with pytest.raises(Invalid):
            check(Checked(station, day, found("community", on=day)), actor=incubator)
    with pytest.raises(Forbidden):
        check(Checked(station, TODAY, found("community", on=TODAY)), actor=world.actor(world.clerk))


def test_met_is_what_the_numbers_say(world: World) -> None:
    asked = visit(world, platform(world), short="operation-visits")
    finding = asked.findings.get(is_met=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckedItem.objects.filter(pk=finding.pk).update(is_met=True)


def test_items_are_kept_by_the_districts_officer(world: World) -> None:
    values = {
        "code": "premises-tea",
        "part": "premises",
        "level": "",
        "text": "有热水",
        "source": "x",
        "valid_from": TODAY,
    }
    with pytest.raises(Forbidden):
        add_item(values, actor=world.actor(world.officer))
    item = add_item(values, actor=world.actor(world.bureau))
    with pytest.raises(Invalid):
        add_item(values, actor=world.actor(world.bureau))
    assert Entry.objects.filter(action="checklist.add", subject_id=item.pk).count() == 1
    item.valid_to = LONG_AGO
    with pytest.raises(ValidationError):
        item.full_clean()


def test_the_pages(world: World) -> None:
    station = platform(world, operator=world.club)
    asked = visit(world, station, short="rules-money")
    for who in (world.officer, world.clerk, world.leader, world.teacher):
        client = signed_in(who)
        assert "滨江站" in client.get("/platforms/?level=community").content.decode()
        assert "邻里读书会" in client.get(station.get_absolute_url()).content.decode()
        assert "没有达到" in client.get(asked.get_absolute_url()).content.decode()
    assert "滨江站" not in signed_in(world.officer).get("/platforms/?level=district").content.decode()
    stranger = signed_in(world.stranger)
    assert "滨江站" not in stranger.get("/platforms/").content.decode()
    assert stranger.get(station.get_absolute_url()).status_code == 404
    assert stranger.get(asked.get_absolute_url()).status_code == 404
    assert "滨江站" in signed_in(world.teacher).get(world.club.get_absolute_url()).content.decode()


def test_a_visit_by_page(world: World) -> None:
    station, client = platform(world), signed_in(world.incubator)
    address = f"/records/platform_visit/new/?platform={station.number}"
    assert "至少 5 家" in client.get(address).content.decode()
    answers = {
        f"item_{item.code}": "met" if item.least is None else str(item.least)
        for item in ChecklistItem.objects.on(TODAY).for_level("community")
    }
    sent = {"platform": station.number, "on": TODAY.isoformat(), **answers}
    wrong = client.post("/records/platform_visit/new/", sent | {"item_operation-visits": "-3"})
    assert wrong.status_code == 422
    answer = client.post("/records/platform_visit/new/", sent | {"item_operation-visits": "4"})
    made = PlatformCheck.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert made.findings.get(is_met=False).short == 1


def test_a_platform_by_page(world: World) -> None:
    client = signed_in(world.officer)
    sent = {"name": "泰山路站", "place": world.subdistrict.code, "opened_on": "2026-01-05", "operator": "邻里读书会"}
    client.post("/records/platform/new/", sent)
    assert Platform.objects.get().operator == world.club
    wrong = client.post("/records/platform/new/", sent | {"name": "x", "operator": "没有的", "area": "-1"})
    assert wrong.status_code == 422
    assert "没有这个组织" in wrong.content.decode()


def test_the_checklist_pages(world: World) -> None:
    client = signed_in(world.bureau)
    sent = {"code": "premises-tea", "part": "premises", "text": "有热水", "source": "x", "valid_from": "2026-01-05"}
    assert client.post("/platforms/checklist/new/", sent).status_code == 302
    assert client.post("/platforms/checklist/new/", sent).status_code == 422
    assert "有热水" in signed_in(world.clerk).get("/platforms/checklist/").content.decode()
    item = ChecklistItem.objects.get(code="premises-tea")
    client.post(f"/platforms/checklist/{item.pk}/end/", {"on": "2020-01-01"})
    item.refresh_from_db()
    assert item.valid_to is None
    client.post(f"/platforms/checklist/{item.pk}/end/", {"on": TODAY.isoformat()})
    item.refresh_from_db()
    assert item.valid_to == TODAY
    assert signed_in(world.clerk).post(f"/platforms/checklist/{item.pk}/end/").status_code == 404
