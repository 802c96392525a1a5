"""The registry: listing, editing, who acts for an organisation, who sees it."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from linli.audit.models import Entry
from linli.kernel.actor import Actor, Visitor
from linli.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from linli.organisations.registry.actions import Edit, Filed, Joining, Left, Listing, Registered, list_organisation
from linli.organisations.registry.codes import LETTERS, check_character, check_code
from linli.organisations.registry.empowering import Empowered, Withdrawn, representatives_of
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Organisation
from linli.people.models import Post, Unit
from tests.organisations.world import World
from tests.people.factories import signed_in

GOOD = "91350100M000100Y43"
"""The example of GB 32100-2015."""


def test_the_standards_own_example_is_a_code() -> None:
    check_code(GOOD)


@given(head=st.text(LETTERS, min_size=17, max_size=17), place=st.integers(0, 17), other=st.sampled_from(LETTERS))
def test_one_wrong_character_is_always_noticed(head: str, place: int, other: str) -> None:
    code = head + check_character(head)
    check_code(code)
    if code[place] != other:
        with pytest.raises(ValidationError):
            check_code(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize("text", ["", "9135", GOOD.lower(), GOOD[:-1] + "O", GOOD + "4"])
def test_what_is_no_code(text: str) -> None:
    with pytest.raises(ValidationError):
        check_code(text)


def test_listing_begins_a_record_with_its_fields(world: World) -> None:
    assert world.club.number.startswith("OR-")
    assert world.club.state == "listed"
    assert [field.code for field in world.club.fields.all()] == ["culture"]


def test_nobody_lists_outside_their_places(world: World) -> None:
    listing = Listing(world.community, {"name": "x", "legal_kind": "group"}, [])
    with pytest.raises(Forbidden):
        list_organisation(listing, actor=world.actor(world.stranger))


def test_no_two_of_one_name_in_one_place_but_after_one_left(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        world.organisation(name="邻里读书会")
    assert "name" in refused.value.errors
    ORGANISATION.make(
        world.club, "take_off", actor=world.actor(world.officer), data=Left("散了", datetime.date.today())
    )
    assert world.organisation(name="邻里读书会").state == "listed"
    with pytest.raises(Invalid):
        ORGANISATION.make(world.club, "come_back", actor=world.actor(world.officer), note="又来了")


def test_one_code_belongs_to_one_organisation(world: World) -> None:
    registered = Registered(GOOD, "区民政局", "1", datetime.date(2026, 1, 5))
    done = ORGANISATION.make(world.club, "enter_registration", actor=world.actor(world.officer), data=registered)
    assert (done.state, done.code) == ("registered", GOOD)
    other = world.organisation(name="另一个")
    with pytest.raises(Invalid) as refused:
        ORGANISATION.make(other, "enter_registration", actor=world.actor(world.officer), data=registered)
    assert "code" in refused.value.errors
    other.refresh_from_db()
    assert other.state == "listed"


def test_it_says_what_it_does_and_the_history_keeps_both(world: World) -> None:
    edited = ORGANISATION.make(
        world.club, "edit", actor=world.actor(world.teacher), data=Edit({"summary": "每周共读一本书"})
    )
    assert edited.summary == "每周共读一本书"
    entry = Entry.objects.get(action="organisation.edit")
    assert json.loads(entry.detail)["changed"] == {"summary": ["", "每周共读一本书"]}


def test_its_own_people_change_what_it_says_and_not_what_it_is(world: World) -> None:
    with pytest.raises(Forbidden):
        ORGANISATION.make(world.club, "correct", actor=world.actor(world.teacher), data=Edit({"name": "大社"}))
    renamed = ORGANISATION.make(world.club, "correct", actor=world.actor(world.officer), data=Edit({"name": "读书社"}))
    renamed.refresh_from_db()
    assert renamed.unit is not None
    assert renamed.unit.name == "读书社"


def test_the_account_is_kept_out_of_the_trail(world: World) -> None:
    number = "6222000011112222"
    ORGANISATION.make(world.club, "correct", actor=world.actor(world.officer), data=Edit({"account": number}))
    entry = Entry.objects.get(action="organisation.correct")
    assert json.loads(entry.detail)["changed"] == {"account": []}


def test_acting_for_it_is_granted_and_withdrawn(world: World) -> None:
    helper = world.clerk
    club = ORGANISATION.make(world.club, "empower", actor=world.actor(world.teacher), data=Empowered(helper, None))
    assert [post.user for post in representatives_of(club)] == sorted(
        [world.teacher, helper], key=lambda user: user.name
    )
    post = Post.objects.get(user=helper, unit=club.unit)
    ORGANISATION.make(club, "withdraw", actor=world.actor(world.teacher), data=Withdrawn(post))
    assert [post.user for post in representatives_of(club)] == [world.teacher]
    with pytest.raises(Forbidden):
        ORGANISATION.make(club, "edit", actor=world.actor(world.stranger), data=Edit({"summary": "x"}))


def test_nobody_withdraws_their_own(world: World) -> None:
    post = Post.objects.get(user=world.teacher)
    with pytest.raises(Invalid):
        ORGANISATION.make(world.club, "withdraw", actor=world.actor(world.teacher), data=Withdrawn(post))


def test_somebody_elses_post_is_not_withdrawn_through_it(world: World) -> None:
    foreign = Post.objects.get(user=world.clerk)
    with pytest.raises(Forbidden):
        ORGANISATION.make(world.club, "withdraw", actor=world.actor(world.officer), data=Withdrawn(foreign))


def test_who_sees_it(world: World) -> None:
    def sees(actor: Actor) -> bool:
        return Organisation.objects.visible_to(actor).filter(pk=world.club.pk).exists()

    people = (world.bureau, world.officer, world.incubator, world.clerk, world.leader, world.teacher)
    assert all(sees(world.actor(who)) for who in people)
    assert not sees(world.actor(world.stranger))
    assert not sees(Visitor())
    ORGANISATION.make(
        world.club, "enter_filing", actor=world.actor(world.officer), data=Filed("1", datetime.date(2026, 1, 5))
    )
    assert sees(world.actor(world.stranger))
    assert sees(Visitor())


def test_what_left_cannot_be_edited(world: World) -> None:
    officer = world.actor(world.officer)
    gone = ORGANISATION.make(world.club, "take_off", actor=officer, data=Left("散了", datetime.date.today()))
    with pytest.raises(Conflict):
        ORGANISATION.make(gone, "edit", actor=officer, data=Edit({"summary": "x"}))


def test_the_pages(world: World) -> None:
    client = signed_in(world.officer)
    assert "邻里读书会" in client.get("/organisations/").content.decode()
    assert "邻里读书会" in client.get("/organisations/?q=读书").content.decode()
    assert "邻里读书会" not in client.get("/organisations/?q=合唱").content.decode()
    page = client.get(world.club.get_absolute_url()).content.decode()
    assert "郑老师" in page
    assert "补录登记" in page
    assert signed_in(world.stranger).get(world.club.get_absolute_url()).status_code == 404


def test_beginning_and_moving_by_page(world: World) -> None:
    client = signed_in(world.officer)
    answer = client.post(
        "/records/organisation/new/",
        {"name": "合唱团", "place": world.community.code, "legal_kind": "group", "role": "functional"},
    )
    made = Organisation.objects.get(name="合唱团")
    assert answer["Location"] == made.get_absolute_url()
    address = f"/records/organisation/{made.number}/enter_registration/"
    wrong = client.post(address, {"code": GOOD[:-1] + "4", "authority": "区民政局", "on": "2026-01-05"})
    assert wrong.status_code == 422
    assert "校验位" in wrong.content.decode()
    unsaid = client.post(address, {"code": GOOD, "authority": "区民政局", "on": "2026-01-05"})
    assert unsaid.status_code == 422, "a group becomes something else by it"
    client.post(address, {"legal_kind": "service", "code": GOOD, "authority": "区民政局", "on": "2026-01-05"})
    made.refresh_from_db()
    assert (made.state, made.legal_kind) == ("registered", "service")


def test_a_day_that_is_known_stands_in_the_form_as_browsers_take_it(world: World) -> None:
    founded = Edit({"founded_on": datetime.date(2020, 3, 8)})
    ORGANISATION.make(world.club, "edit", actor=world.actor(world.teacher), data=founded)
    page = signed_in(world.teacher).get(f"/records/organisation/{world.club.number}/edit/").content.decode()
    assert 'value="2020-03-08"' in page, "else the browser leaves it empty, and saving forgets it"


def test_a_task_leads_to_the_page(world: World) -> None:
    answer = signed_in(world.officer).get(f"/records/organisation/{world.club.number}/")
    assert answer["Location"] == world.club.get_absolute_url()


def test_no_other_kind_is_begun_or_found_there(world: World) -> None:
    client = signed_in(world.officer)
    assert client.get("/records/nothing/new/").status_code == 404
    assert client.get(f"/records/event/{world.club.number}/").status_code == 404
    assert signed_in(world.teacher).get("/records/organisation/new/").status_code == 404


def test_no_such_move(world: World) -> None:
    with pytest.raises(NotFound):
        ORGANISATION.make(world.club, "nothing", actor=world.actor(world.officer))


def test_a_day_stands_in_its_form_as_browsers_take_it(world: World) -> None:
    """Else the field is empty there, and whoever changes another one takes the day away."""
    Organisation.objects.filter(pk=world.club.pk).update(founded_on=datetime.date(2020, 5, 4))
    page = signed_in(world.officer).get(f"/records/organisation/{world.club.number}/edit/").content.decode()
    assert 'value="2020-05-04"' in page


def test_no_name_that_another_unit_of_the_place_has(world: World) -> None:
    """Its unit is called as it is."""
    Unit.objects.create(name="泰山路老年协会", kind="department", place=world.community)
    with pytest.raises(Invalid) as refused:
        ORGANISATION.make(
            world.club, "correct", actor=world.actor(world.officer), data=Edit({"name": "泰山路老年协会"})
        )
    assert "name" in refused.value.errors


def test_no_ring_of_hubs_from_what_was_read_before(world: World) -> None:
    one, other = (world.organisation(name=name, role="hub") for name in ("枢纽甲", "枢纽乙"))
    stale = Organisation.objects.get(pk=one.pk)
    bureau = world.actor(world.bureau)
    ORGANISATION.make(one, "set_hub", actor=bureau, data=Joining(other))
    with pytest.raises(Invalid):
        ORGANISATION.make(other, "set_hub", actor=bureau, data=Joining(stale))
