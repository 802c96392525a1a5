"""Exit: idle for long, warned, put right or struck off; what becomes of the rest when somebody leaves."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from linli.inbox.models import Message, Task
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.exits.actions import Answered, Struck, Warned, warn
from linli.organisations.exits.flows import EXIT_WARNING
from linli.organisations.exits.idle import warn_idle
from linli.organisations.exits.models import ExitWarning
from linli.organisations.exits.states import WarningCause
from linli.organisations.registry.actions import Edit, Filed, Left, Registered
from linli.organisations.registry.activities import ActivityReport
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Organisation
from linli.people import holders
from tests.organisations.registry.test_registry import GOOD
from tests.organisations.world import World
from tests.people.factories import signed_in

TODAY = datetime.date(2026, 6, 1)


@pytest.fixture
def club(world: World) -> Organisation:
    """On file since January, with an activity reported in February."""
    officer = world.actor(world.officer)
    with time_machine.travel(datetime.datetime(2026, 2, 3, 2, tzinfo=datetime.UTC), tick=False):
        ORGANISATION.make(world.club, "enter_filing", actor=officer, data=Filed("备2026-1", datetime.date(2026, 1, 5)))
        report = ActivityReport(datetime.date(2026, 2, 2), "共读《活着》", 9)
        return ORGANISATION.make(world.club, "tell_activity", actor=world.actor(world.teacher), data=report)


def travel(days: int) -> time_machine.travel:
    """To the morning ``days`` after the last activity."""
    return time_machine.travel(
        datetime.datetime(2026, 2, 2, 1, tzinfo=datetime.UTC) + datetime.timedelta(days=days), tick=False
    )


def test_nobody_is_warned_before_the_rules_days_are_over(club: Organisation) -> None:
    with travel(240):
        assert warn_idle() == 0
    with travel(241):
        assert warn_idle() == 1
        assert warn_idle() == 0
    assert ExitWarning.objects.get().cause == WarningCause.IDLE


def test_who_is_idle_is_told_and_puts_it_right(club: Organisation, world: World) -> None:
    with travel(250):
        warn_idle()
        warning = ExitWarning.objects.get()
        assert club.unit_id is not None
        assert Task.objects.get(pk=warning.pk).holder == holders.of_unit(club.unit_id)
        assert Message.objects.filter(user=world.teacher, number=warning.number).count() == 1
        with pytest.raises(Forbidden):
            EXIT_WARNING.make(warning, "strike_off", actor=world.actor(world.officer), data=Struck("x", ""))
        warning = EXIT_WARNING.make(warning, "answer", actor=world.actor(world.teacher), data=Answered("重新每周共读"))
        with pytest.raises(Forbidden):
            EXIT_WARNING.make(warning, "accept", actor=world.actor(world.teacher))
        warning = EXIT_WARNING.make(warning, "accept", actor=world.actor(world.officer))
        assert warning.state == "put_right"
        assert not Task.objects.filter(pk=warning.pk).exists()
        club.refresh_from_db()
        assert club.active_on == timezone.localdate()
        assert warn_idle() == 0


def test_what_is_not_enough_gets_its_time_anew(club: Organisation, world: World) -> None:
    with travel(250):
        warn_idle()
        warning = ExitWarning.objects.get()
        warning = EXIT_WARNING.make(warning, "answer", actor=world.actor(world.teacher), data=Answered("会的"))
    with travel(260):
        warning = EXIT_WARNING.make(warning, "send_back", actor=world.actor(world.officer), note="没有安排")
        assert warning.put_right_by == timezone.localdate() + datetime.timedelta(days=60)


def test_whoever_does_nothing_is_struck_off_and_everybody_reads_why(club: Organisation, world: World) -> None:
    with travel(250):
        warn_idle()
    with travel(311):
        warning = EXIT_WARNING.make(
            ExitWarning.objects.get(), "strike_off", actor=world.actor(world.officer), data=Struck("八个月没有活动", "")
        )
        assert warning.state == "struck"
        club.refresh_from_db()
        assert (club.state, club.left_reason) == ("left", "八个月没有活动")
        assert club.left_on == timezone.localdate()


def test_what_the_authority_registered_leaves_by_its_decision_alone(club: Organisation, world: World) -> None:
    officer = world.actor(world.officer)
    registered = Registered(GOOD, "区民政局", "1", datetime.date(2026, 1, 20))
    ORGANISATION.make(club, "enter_registration", actor=officer, data=registered)
    with travel(250):
        warn_idle()
    with travel(311):
        warning = ExitWarning.objects.get()
        with pytest.raises(Invalid) as refused:
            EXIT_WARNING.make(warning, "strike_off", actor=officer, data=Struck("八个月没有活动", ""))
        assert "decision" in refused.value.errors
        club.refresh_from_db()
        assert club.state == "registered"
        EXIT_WARNING.make(warning, "strike_off", actor=officer, data=Struck("八个月没有活动", "民罚〔2026〕3 号"))
        club.refresh_from_db()
        assert "民罚〔2026〕3 号" in club.left_reason


def test_one_warning_at_a_time(club: Organisation, world: World) -> None:
    wanted = Warned(club, WarningCause.BREACH, "章程没有执行")
    warn(wanted, actor=world.actor(world.officer))
    with pytest.raises(Conflict):
        warn(wanted, actor=world.actor(world.officer))
    with pytest.raises(Forbidden):
        warn(wanted, actor=world.actor(world.teacher))


def test_who_leaves_of_its_own_has_nothing_to_put_right(club: Organisation, world: World) -> None:
    warning = warn(Warned(club, WarningCause.BREACH, "x"), actor=world.actor(world.officer))
    left = Left("自愿解散", datetime.date(2026, 3, 1))
    ORGANISATION.make(club, "take_off", actor=world.actor(world.officer), data=left)
    warning.refresh_from_db()
    assert warning.state == "lifted"
    with pytest.raises(Conflict):
        warn(Warned(club, WarningCause.BREACH, "x"), actor=world.actor(world.officer))


def test_only_its_own_people_are_a_sign_of_life(club: Organisation, world: World) -> None:
    with travel(100):
        ORGANISATION.make(club, "edit", actor=world.actor(world.officer), data=Edit({"summary": "x"}))
        club.refresh_from_db()
        assert club.active_on == datetime.date(2026, 2, 2)


def test_pages(club: Organisation, world: World) -> None:
    officer, teacher = signed_in(world.officer), signed_in(world.teacher)
    page = officer.get(club.get_absolute_url()).content.decode()
    assert "共读《活着》" in page
    address = f"/records/exit_warning/new/?organisation={club.number}"
    assert address in page
    assert club.number in officer.get(address).content.decode()
    answer = officer.post(address, {"organisation": club.number, "cause": "breach", "details": "没有开会"})
    warning = ExitWarning.objects.get()
    assert answer["Location"] == warning.get_absolute_url()
    page = teacher.get(club.get_absolute_url()).content.decode()
    assert "没有开会" in page
    assert f"/records/exit_warning/{warning.number}/answer/" in page
    wrong = officer.post("/records/exit_warning/new/", {"organisation": "OR-1", "cause": "breach", "details": "x"})
    assert "没有这个组织" in wrong.content.decode()
    assert signed_in(world.stranger).get(f"/records/exit_warning/{warning.number}/").status_code == 404


def test_a_warning_that_was_taken_back_is_not_given_again_the_next_day(club: Organisation, world: World) -> None:
    with travel(250):
        warn_idle()
        EXIT_WARNING.make(ExitWarning.objects.get(), "lift", actor=world.actor(world.officer), note="我们看过，在活动")
        assert warn_idle() == 0
    with travel(489):
        assert warn_idle() == 0
    with travel(491):
        assert warn_idle() == 1
