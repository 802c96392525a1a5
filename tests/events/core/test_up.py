"""What a level cannot do goes up; what nobody wants is forced up; hard matters are led and supervised."""

from typing import Any

import pytest

from linli.audit.models import Entry
from linli.events.core.flows import EVENT
from linli.events.core.forms import RelocateForm
from linli.events.core.models import Event
from linli.events.core.payloads import Dispatch, Evidence, Lead, Relocation
from linli.events.core.reporters import ReporterActor
from linli.events.core.states import EventState
from linli.events.figures.counting import count
from linli.events.figures.verification import verify
from linli.flow import timeline
from linli.inbox.models import Message, Task
from linli.kernel.problems import Conflict, Forbidden
from linli.people import holders
from linli.people.models import Unit
from linli.people.roles import Role
from linli.places.levels import Level
from linli.places.models import Place
from tests.events import town as towns
from tests.events.town import COMMUNITY, Town

NOTHING = Evidence(photos=[])


def make(town: Town, event: Event, name: str, user: Any, **more: Any) -> Event:
    return EVENT.make(event, name, actor=town.actor(user), **more)


def accepted(town: Town) -> Event:
    return make(town, town.event(), "accept", town.worker)


def test_raised_the_next_desk_has_it_and_the_one_below_has_not(town: Town) -> None:
    event = accepted(town)
    assert (event.desk, event.highest) == (Level.COMMUNITY, Level.GRID)
    event = make(town, event, "raise", town.clerk, note="社区没有办法")
    assert (event.state, event.desk, event.highest) == (EventState.ACCEPTED, Level.SUBDISTRICT, Level.SUBDISTRICT)
    street = Place.objects.get(code=towns.SUBDISTRICT)
    assert Task.objects.get(pk=event.pk).holder == holders.of_role(Role.DISPATCHER, street.pk)
    with pytest.raises(Forbidden):
        make(town, event, "dispatch", town.clerk, data=Dispatch(town.urban))
    event = make(town, event, "hand_down", town.dispatcher, note="社区可以请物业")
    assert (event.desk, event.highest) == (Level.COMMUNITY, Level.SUBDISTRICT)
    assert make(town, event, "dispatch", town.clerk, data=Dispatch(town.urban)).state == EventState.DISPATCHED


def test_it_goes_no_higher_than_the_district_and_no_lower_than_the_community(town: Town) -> None:
    event = accepted(town)
    with pytest.raises(Forbidden):
        make(town, event, "hand_down", town.clerk, note="x")
    chief = towns.user("区中心")
    towns.post(chief, Role.DISPATCHER, town.district)
    for expected in (Level.SUBDISTRICT, Level.DISTRICT):
        event = make(town, event, "raise", chief, note="再上一级")
        assert event.desk == expected
    with pytest.raises(Forbidden):
        make(town, event, "raise", chief, note="再上一级")


def test_solved_by_the_grid_it_never_left_the_grid(town: Town) -> None:
    assert make(town, town.event(), "solve", town.worker, data=NOTHING, note="拧紧了").highest == Level.GRID
    assert make(town, town.event(), "solve", town.clerk, data=NOTHING, note="拧紧了").highest == Level.COMMUNITY


def test_a_unit_counts_as_the_level_of_its_place(town: Town) -> None:
    estate = Unit.objects.create(name="物业", kind="company", place=town.community)
    event = make(town, accepted(town), "dispatch", town.clerk, data=Dispatch(estate))
    assert event.highest == Level.COMMUNITY
    event = make(town, accepted(town), "dispatch", town.clerk, data=Dispatch(town.urban))
    assert event.highest == Level.DISTRICT


def test_sent_back_twice_it_is_forced_up(town: Town) -> None:
    event = accepted(town)
    for times in (1, 2):
        event = make(town, event, "dispatch", town.clerk, data=Dispatch(town.urban))
        event = make(town, event, "send_back", town.handler, note="不归我们")
        assert event.sent_back == times
    assert event.desk == Level.SUBDISTRICT
    with pytest.raises(Forbidden):
        make(town, event, "dispatch", town.clerk, data=Dispatch(town.urban))
    assert str(timeline.for_staff(event)[-1].about) == "区城管局"
    assert Entry.objects.filter(subject_id=event.pk).latest("id").facts["desk"] == Level.SUBDISTRICT


def test_the_named_leader_is_told_and_hears_first_when_it_is_late(town: Town) -> None:
    event = make(town, accepted(town), "lead", town.dispatcher, data=Lead(town.leader))
    assert event.leader == town.leader
    assert Message.objects.filter(user=town.leader, number=event.number).exists()
    event = make(town, event, "dispatch", town.clerk, data=Dispatch(town.urban))
    assert Task.objects.get(pk=event.pk).escalate_to == holders.of_user(town.leader.pk)
    with pytest.raises(Forbidden):
        make(town, event, "lead", town.clerk, data=Lead(town.leader))


def test_supervised_whoever_has_it_is_told(town: Town) -> None:
    event = make(town, accepted(town), "dispatch", town.clerk, data=Dispatch(town.urban))
    before = Message.objects.filter(user=town.handler).count()
    event = make(town, event, "supervise", town.leader, note="三天内办结")
    assert event.supervisor == town.leader
    assert Message.objects.filter(user=town.handler).count() == before + 1
    assert Task.objects.get(pk=event.pk).holder == holders.of_unit(town.urban.pk)


def test_a_reporter_withdraws_before_work_began_and_not_after(town: Town) -> None:
    event = town.event()
    me = ReporterActor(record_id=event.pk)
    withdrawn = EVENT.make(event, "withdraw", actor=me)
    assert withdrawn.state == EventState.WITHDRAWN
    assert withdrawn.ended_at
    assert not Task.objects.filter(pk=event.pk).exists()
    other = make(town, accepted(town), "dispatch", town.clerk, data=Dispatch(town.urban))
    with pytest.raises(Conflict):
        EVENT.make(other, "withdraw", actor=ReporterActor(record_id=other.pk))
    with pytest.raises(Forbidden):
        EVENT.make(accepted(town), "withdraw", actor=me)


@pytest.mark.parametrize("name", ["close_joined", "extend"])
def test_nobody_makes_by_hand_what_follows_from_other_acts(town: Town, name: str) -> None:
    event = make(town, accepted(town), "dispatch", town.clerk, data=Dispatch(town.urban))
    for user in (town.clerk, town.handler, town.dispatcher, town.leader):
        with pytest.raises(Forbidden):
            make(town, event, name, user)


def test_what_belongs_elsewhere_begins_there_anew(town: Town) -> None:
    """Somebody named no place, so the district had it; its desk finds out where it is."""
    chief = towns.user("区中心")
    towns.post(chief, Role.DISPATCHER, town.district)
    event = make(town, town.event(place=town.district), "accept", chief)
    assert (event.desk, event.highest) == (Level.DISTRICT, Level.DISTRICT)
    with pytest.raises(Forbidden):
        make(town, event, "relocate", town.clerk, data=Relocation(town.grid))
    event = make(town, event, "relocate", chief, data=Relocation(town.grid))
    assert (event.state, event.path, event.desk, event.highest) == (
        EventState.REPORTED,
        town.grid.code,
        Level.GRID,
        Level.GRID,
    )
    assert Task.objects.get(pk=event.pk).holder == holders.of_role(Role.GRID_WORKER, town.grid.pk)
    count()
    assert not verify()
    assert make(town, event, "accept", town.worker).is_accepted_in_time


def test_nobody_puts_it_where_they_have_no_say(town: Town) -> None:
    form = RelocateForm({"place": "430211001"}, record=town.event(), actor=town.actor(town.clerk))
    assert not form.is_valid()
    street = RelocateForm({"place": towns.SUBDISTRICT}, record=town.event(), actor=town.actor(town.dispatcher))
    assert not street.is_valid(), "communities and grids"
    assert RelocateForm({"place": COMMUNITY}, record=town.event(), actor=town.actor(town.dispatcher)).is_valid()
