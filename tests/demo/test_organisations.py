"""The demo's organisations."""

from collections import Counter

from linli.demo import handout
from linli.demo.organisation_plans import AGENCY, CLUB, FOUND, LEFT, ON_FILE, SHOP
from linli.flow import timeline
from linli.organisations.registry.codes import check_code
from linli.organisations.registry.empowering import representatives_of
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import REGISTERED_KINDS, OrganisationRole, OrganisationState
from linli.people.actors import actor_of
from linli.people.models import User
from linli.places.geometry import find_grid
from linli.places.models import Place


def test_there_are_about_a_thousand(demo: handout.Handout) -> None:
    groups = Counter(Organisation.objects.filter(legal_kind="group").values_list("state", flat=True))
    assert groups == {"on_file": ON_FILE, "listed": FOUND, "left": LEFT}
    assert Organisation.objects.filter(state="registered", legal_kind__in=REGISTERED_KINDS).count() >= 60
    assert 950 <= Organisation.objects.count() <= 1_050


def test_registered_ones_have_right_codes(demo: handout.Handout) -> None:
    for code in Organisation.objects.filter(state="registered").values_list("code", flat=True):
        check_code(code or "")


def test_each_subdistrict_has_its_hub(demo: handout.Handout) -> None:
    hubs = Organisation.objects.filter(role=OrganisationRole.HUB).values_list("path", flat=True)
    assert sorted(hubs) == sorted(Place.objects.filter(level="subdistrict").values_list("code", flat=True))


def test_those_of_the_stories_have_somebody_who_acts_for_them(demo: handout.Handout) -> None:
    for username, name in (("wuyue", AGENCY), ("zheng", CLUB), ("feng", SHOP)):
        organisation = Organisation.objects.get(name=name)
        user = User.objects.get(username=username)
        assert [post.user for post in representatives_of(organisation)] == [user]
        assert organisation in Organisation.objects.worked_on_by(actor_of(user))


def test_their_past_is_told_in_order(demo: handout.Handout) -> None:
    for organisation in Organisation.objects.order_by("?")[:30]:
        lines = [line for line in timeline.for_staff(organisation) if line.action != "adopt"]
        assert [line.at for line in lines] == sorted(line.at for line in lines)
        assert len(lines) == organisation.version
        assert organisation.changed_at == lines[-1].at


def test_those_that_left_say_why(demo: handout.Handout) -> None:
    gone = Organisation.objects.filter(state=OrganisationState.LEFT)
    assert all(organisation.left_on and organisation.left_reason for organisation in gone)


def test_they_lie_in_their_communities(demo: handout.Handout) -> None:
    grids = dict(Place.objects.filter(level="grid").values_list("pk", "code"))
    placed = Organisation.objects.filter(place__level="community").order_by("pk")[:100]
    assert all(grids[find_grid(o.lat, o.lon)].startswith(o.path) for o in placed)  # type: ignore[arg-type,index]


def test_they_offer_something_at_some_hours(demo: handout.Handout) -> None:
    offered = Organisation.objects.public().filter(services__is_offered=True)
    assert offered.count() > 400
    assert Organisation.objects.get(name=AGENCY).services.get().weekdays == "12345"


def test_numbers_are_in_the_order_of_time(demo: handout.Handout) -> None:
    numbers = list(Organisation.objects.order_by("created_at", "number").values_list("number", flat=True))
    assert [number[-6:] for number in numbers] == sorted(number[-6:] for number in numbers)
