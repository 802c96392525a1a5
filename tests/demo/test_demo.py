"""What ``./linli demo`` puts into an empty installation."""

import datetime
import random
import stat
from collections import Counter

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.utils import timezone
from pyotp import TOTP as Phone

from linli.audit.models import Entry
from linli.demo import filling, handout, weeks
from linli.demo.cast import CAST, COMMUNITY, GRID
from linli.demo.clock import Clock, Office
from linli.demo.management.commands.demo import Command
from linli.demo.matters import World
from linli.events.core import reporters
from linli.events.core.models import Event, Photo
from linli.events.core.states import EventState
from linli.events.hotline.models import HotlineOrder, OrderResult, PlacedBy, Reply, ReplyKind, ReplyOutcome
from linli.flow import timeline
from linli.inbox.models import Message, Task
from linli.kernel.registry import verifications
from linli.organisations.applications.models import Application, Certificate, Department, Opinion
from linli.organisations.applications.states import ApplicationState
from linli.people import tokens
from linli.people.actors import actor_of
from linli.people.models import User
from linli.places.geometry import find_grid
from linli.places.levels import Level
from linli.places.models import Boundary, Place
from tests.demo.conftest import EVENTS

ADDRESS = "http://127.0.0.1:8111/"


def held_by(username: str) -> list[str]:
    """The states of what waits for one of the cast."""
    actor = actor_of(User.objects.get(username=username))
    waiting = Task.objects.held_by(actor.holders).values_list("record_id", flat=True)
    return list(Event.objects.filter(pk__in=list(waiting)).values_list("state", flat=True))


def test_places_are_those_of_tianyuan_with_800_grids(demo: handout.Handout) -> None:
    levels = Counter(Place.objects.values_list("level", flat=True))
    assert (levels[Level.SUBDISTRICT], levels[Level.COMMUNITY], levels[Level.GRID]) == (7, 100, 800)
    assert levels[Level.BUILDING] > 0
    assert levels[Level.DWELLING] > 0
    drawn = Counter(Boundary.objects.values_list("place__level", "is_invented"))
    assert (drawn[Level.SUBDISTRICT, True], drawn[Level.COMMUNITY, True], drawn[Level.GRID, True]) == (7, 100, 800)


def test_events_are_in_every_state_some_late_some_rated(demo: handout.Handout) -> None:
    states = Counter(Event.objects.values_list("state", flat=True))
    assert set(states) == set(EventState.values)
    assert 190 <= sum(states.values()) - EVENTS <= 250
    assert Task.objects.filter(due_at__lt=timezone.now()).exclude(escalated_at=None).count() >= 5
    assert Event.objects.exclude(rating=None).count() >= 20
    assert Event.objects.filter(reopened__gt=0).exists()
    assert Event.objects.filter(is_outside=True).count() == 1
    assert Photo.objects.count() >= 30
    assert Message.objects.filter(read_at=None).exists()


def test_the_citys_hotline_has_orders_at_every_stage(demo: handout.Handout) -> None:
    assert HotlineOrder.objects.count() == 60
    assert set(HotlineOrder.objects.values_list("result", flat=True)) == set(OrderResult.values)
    assert HotlineOrder.objects.filter(placed_by=PlacedBy.NOTHING).exists()
    assert Reply.objects.filter(kind=ReplyKind.EXTENSION, outcome=ReplyOutcome.TO_SEND).count() == 1


def test_events_lie_where_their_points_are(demo: handout.Handout) -> None:
    located = Event.objects.exclude(lat=None).select_related("place")
    assert located
    assert all(find_grid(e.lat, e.lon) == (None if e.is_outside else e.place_id) for e in located)  # type: ignore[arg-type]


def test_what_happened_is_told_in_the_order_of_time(demo: handout.Handout) -> None:
    moments = list(Entry.objects.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= timezone.now()
    numbers = list(Event.objects.order_by("created_at", "number").values_list("number", flat=True))
    assert numbers == sorted(numbers)


def test_a_timeline_begins_with_the_report(demo: handout.Handout) -> None:
    event = Event.objects.filter(state=EventState.CLOSED, reopened=1).order_by("-version")[0]
    actions = [line.action for line in timeline.for_staff(event)]
    assert actions[0] == "begin"
    assert actions.index("begin") < actions.index("accept") < actions.index("reopen")


def test_somebody_acts_for_who_is_away(demo: handout.Handout) -> None:
    away, deputy = User.objects.get(username="chenjing"), User.objects.get(username="hewei")
    assert Entry.objects.filter(actor_id=deputy.pk, on_behalf_of=away.pk).exists()
    assert not Entry.objects.filter(actor_id=away.pk, at__date__gte=timezone.localdate()).exists()


@pytest.mark.parametrize(
    ("username", "states"),
    [
        ("zhoufang", {EventState.REPORTED, EventState.DONE}),
        ("hewei", {EventState.ACCEPTED, EventState.CHECKED}),
        ("qiantao", {EventState.DISPATCHED, EventState.IN_PROGRESS}),
    ],
)
def test_each_finds_something_to_do(demo: handout.Handout, username: str, states: set[str]) -> None:
    assert states <= set(held_by(username))


def test_two_neighbours_report_the_same_lamp(demo: handout.Handout) -> None:
    lamps = Event.objects.filter(category__code="lamp", state=EventState.REPORTED, path=GRID).exclude(lat=None)
    pairs = [(one, other) for one in lamps for other in lamps if one.pk < other.pk]
    assert any(abs(one.lat - other.lat) * 111_320 < 50 and one.lon == other.lon for one, other in pairs)  # type: ignore[operator]


def test_everything_verifies(demo: handout.Handout) -> None:
    assert {name: check() for name, check in verifications if check()} == {}


def test_the_cast_can_sign_in(demo: handout.Handout) -> None:
    assert [row.username for row in demo.sign_ins] == [member.username for member in CAST]
    request = RequestFactory().post("/accounts/login/")
    for row in demo.sign_ins:
        user = authenticate(request, username=row.username, password=row.password)
        assert user is not None, row.username
        second = TOTP(Authenticator.objects.get(user_id=user.pk, type=Authenticator.Type.TOTP))
        assert second.validate_code(Phone(row.totp_secret).now())
        assert row.totp_secret not in str(second.instance.data)


def test_nobody_else_can_sign_in(demo: handout.Handout) -> None:
    cast = [member.username for member in CAST]
    others = User.objects.exclude(username__in=cast)
    assert others.count() > 100
    assert not any(user.has_usable_password() for user in others)


def test_tokens_and_secrets_open_what_they_should(demo: handout.Handout) -> None:
    users = {row.username: tokens.find(row.token) for row in demo.tokens}
    assert {name: token.user.username for name, token in users.items() if token} == {name: name for name in users}
    assert {event.number for row in demo.events if (event := reporters.find(row.number, row.secret))} == {
        row.number for row in demo.events
    }
    assert len(demo.events) >= 5


def test_the_file_is_its_owner_s_alone(demo: handout.Handout) -> None:
    assert stat.S_IMODE(handout.file().stat().st_mode) == 0o600
    assert demo.address == ADDRESS


def test_a_second_call_changes_nothing_but_the_address(demo: handout.Handout) -> None:
    before = Entry.objects.count(), Event.objects.count(), User.objects.count()
    call_command(Command(), address="http://127.0.0.1:9999/", verbosity=0)
    again = handout.read()
    assert again is not None
    assert again.address == "http://127.0.0.1:9999/"
    assert again.sign_ins == demo.sign_ins
    assert (Entry.objects.count(), Event.objects.count(), User.objects.count()) == before
    call_command(Command(), address=ADDRESS, verbosity=0)


@pytest.mark.parametrize("left", [None, "{", "[]", '{"address": "x"}'])
def test_a_lost_or_damaged_file_is_made_anew_with_new_secrets(demo: handout.Handout, left: str | None) -> None:
    kept = handout.file().read_text(encoding="utf-8")
    try:
        handout.file().unlink()
        if left is not None:
            handout.file().write_text(left)
        call_command(Command(), address=ADDRESS, verbosity=0)
        again = handout.read()
        assert again is not None
        assert not {row.password for row in again.sign_ins} & {row.password for row in demo.sign_ins}
        assert tokens.find(demo.tokens[0].token) is None
        assert tokens.find(again.tokens[0].token) is not None
        assert stat.S_IMODE(handout.file().stat().st_mode) == 0o600
    finally:
        handout.file().write_text(kept, encoding="utf-8")


def test_an_installation_in_use_is_left_alone(demo: handout.Handout) -> None:
    User.objects.filter(username="audit").update(username="somebody")
    before = Event.objects.count()
    with pytest.raises(CommandError, match="in use"):
        call_command(Command(), address=ADDRESS, verbosity=0)
    assert Event.objects.count() == before


def test_time_is_let_go_again() -> None:
    before = timezone.now()
    clock = Clock(before - filling.PAST)
    with clock.held():
        assert timezone.now() == before - filling.PAST
        clock.go_to(before - 2 * filling.PAST)
        assert timezone.now() == before - filling.PAST, "the clock goes forward only"
    assert timezone.now() >= before


@pytest.mark.urls("tests.demo.urls")
def test_the_page_tells_how_to_sign_in(demo: handout.Handout, client: Client) -> None:
    response = client.get("/demo/")
    page = response.content.decode()
    assert response["Cache-Control"].startswith("max-age=0")
    assert "演示系统，人物与事项均为虚构，界线为虚构" in page
    assert f"/c/{COMMUNITY}/report/" in page
    for row in demo.sign_ins:
        assert row.password in page
        assert row.totp_secret not in page
    phone = Phone(demo.sign_ins[0].totp_secret)
    codes = {phone.at(timezone.now()), phone.at(timezone.now() - datetime.timedelta(seconds=30))}
    assert any(code in page for code in codes)


@pytest.mark.urls("tests.demo.urls")
def test_without_its_file_the_page_says_so(demo: handout.Handout, client: Client) -> None:
    kept = handout.file().read_text(encoding="utf-8")
    handout.file().unlink()
    try:
        assert client.get("/demo/").status_code == 404
    finally:
        handout.file().write_text(kept, encoding="utf-8")
        handout.file().chmod(0o600)


@pytest.mark.parametrize("hour", range(0, 24 * 7, 3))
def test_what_is_joined_was_reported_before(demo: handout.Handout, hour: int) -> None:
    """At whatever hour of the week the district is filled, the office open or not."""
    until = timezone.make_aware(datetime.datetime(2026, 11, 23)) + datetime.timedelta(hours=hour)
    office = Office(until - datetime.timedelta(days=40))
    reported = {
        step.take.__self__: step  # type: ignore[attr-defined]
        for step in weeks._agenda(World(random.Random(hour)), office, until)
        if getattr(step.take, "__name__", "") == "report"
    }
    pairs = [(matter.twin, matter) for matter in reported if matter.twin]
    assert pairs
    assert all(reported[first].at < reported[second].at <= until for first, second in pairs)


def test_applications_are_in_every_state(demo: handout.Handout) -> None:
    assert set(Application.objects.values_list("state", flat=True)) == set(ApplicationState.values)
    assert Department.objects.filter(units=None).count() == 0
    again = Application.objects.exclude(again_of=None).get()
    assert (again.state, again.again_of.state) == ("approved", "refused")  # type: ignore[union-attr]
    assert Opinion.objects.filter(state="stopped").exists()
    assert Certificate.objects.exclude(revoked_on=None).exists()
    assert Application.objects.missing_reports().exists()
    assert Certificate.objects.get(organisation__name="邻里读书会").revoked_on is None
