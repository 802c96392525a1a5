"""Support by field and standing: offered, asked for, granted, reported, accounted for."""

import datetime
from typing import Any

import pytest

from linli.inbox.models import Task
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.registry.actions import Edit, Filed, Left
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Organisation, WorkField
from linli.organisations.support.actions import Asked, Granted, NewScheme, Reported, ask, offer
from linli.organisations.support.eligibility import chances_of
from linli.organisations.support.flows import SUPPORT, SUPPORT_SCHEME
from linli.organisations.support.models import Support, SupportScheme
from tests.organisations.world import World
from tests.people.factories import signed_in

FAR = datetime.date(2099, 1, 1)


@pytest.fixture
def club(world: World) -> Organisation:
    filed = Filed("备2026-1", datetime.date(2026, 1, 5))
    return ORGANISATION.make(world.club, "enter_filing", actor=world.actor(world.officer), data=filed)


def scheme(world: World, **values: Any) -> SupportScheme:
    """Seed money for culture, at most 5,000 yuan, for every group on file in the district."""
    whole = {
        "name": "种子资金",
        "sort": "seed",
        "field": WorkField.objects.get(code="culture"),
        "least_grade": 0,
        "least_stars": 0,
        "most": 500_000,
        "words": "",
        "source": "区民政局〔2026〕1 号",
        "valid_from": datetime.date(2026, 1, 1),
        "valid_to": None,
    }
    return offer(NewScheme(world.district, whole | values), actor=world.actor(world.bureau))


def asked(world: World, club: Organisation, found: SupportScheme, amount: int | None = 300_000) -> Support:
    return ask(Asked(club, found, "买书和书架", amount), actor=world.actor(world.teacher))


def test_the_whole_way(world: World, club: Organisation) -> None:
    support = asked(world, club, scheme(world))
    with pytest.raises(Forbidden):
        SUPPORT.make(support, "grant", actor=world.actor(world.teacher), data=Granted(1, FAR))
    with pytest.raises(Forbidden):
        SUPPORT.make(support, "grant", actor=world.actor(world.officer), data=Granted(1, FAR))
    bureau, teacher = world.actor(world.bureau), world.actor(world.teacher)
    support = SUPPORT.make(support, "grant", actor=bureau, data=Granted(200_000, FAR))
    support = SUPPORT.make(support, "report", actor=teacher, data=Reported("买了 80 本书"))
    support = SUPPORT.make(support, "send_back", actor=bureau, note="请附书目")
    support = SUPPORT.make(support, "report", actor=teacher, data=Reported("买了 80 本书，书目在活动室"))
    support = SUPPORT.make(support, "accept", actor=bureau)
    assert (support.state, support.granted) == ("ended", 200_000)
    assert not Task.objects.filter(pk=support.pk).exists()


@pytest.mark.parametrize("amount", [None, 500_001])
def test_no_more_than_the_scheme_gives(world: World, club: Organisation, amount: int | None) -> None:
    with pytest.raises(Invalid) as refused:
        asked(world, club, scheme(world), amount)
    assert "amount" in refused.value.errors


def test_no_more_is_granted_than_was_asked(world: World, club: Organisation) -> None:
    support = asked(world, club, scheme(world))
    with pytest.raises(Invalid) as refused:
        SUPPORT.make(support, "grant", actor=world.actor(world.bureau), data=Granted(300_001, FAR))
    assert "amount" in refused.value.errors


def test_no_money_where_it_is_not_about_money(world: World, club: Organisation) -> None:
    room = scheme(world, sort="premises", most=None)
    with pytest.raises(Invalid):
        asked(world, club, room, 1)
    assert asked(world, club, room, None).asked is None


def test_one_at_a_time(world: World, club: Organisation) -> None:
    found = scheme(world)
    support = asked(world, club, found)
    with pytest.raises(Conflict):
        asked(world, club, found)
    SUPPORT.make(support, "refuse", actor=world.actor(world.bureau), note="今年的钱用完了")
    assert asked(world, club, found).state == "asked"


def test_who_may_have_it_and_why_not(world: World, club: Organisation) -> None:
    scheme(world)
    scheme(world, name="给登记的", least_stars=3)
    scheme(world, name="给慈善的", field=WorkField.objects.get(code="charity"))
    scheme(world, name="明年", valid_from=FAR)
    closed = scheme(world, name="停了")
    SUPPORT_SCHEME.make(closed, "close", actor=world.actor(world.bureau))
    found = {chance.scheme.name: chance.why_not for chance in chances_of(club)}
    assert found == {"种子资金": "", "给登记的": "要求 3 星以上", "给慈善的": "只给“慈善救助”领域"}


def test_a_group_that_was_only_found_gets_none(world: World) -> None:
    with pytest.raises(Invalid):
        asked(world, world.club, scheme(world))


def test_a_scheme_of_another_place_is_not_for_it(world: World, club: Organisation) -> None:
    other = offer(
        NewScheme(
            world.district.children.exclude(code=world.subdistrict.code).get(),
            {"name": "x", "sort": "training", "source": "x", "valid_from": datetime.date(2026, 1, 1)},
        ),
        actor=world.actor(world.bureau),
    )
    assert [chance.scheme for chance in chances_of(club)] == []
    with pytest.raises(Invalid):
        asked(world, club, other, None)


def test_only_its_officer_edits_a_scheme(world: World) -> None:
    found = scheme(world)
    with pytest.raises(Forbidden):
        SUPPORT_SCHEME.make(found, "edit", actor=world.actor(world.officer), data={"name": "y"})
    assert SUPPORT_SCHEME.make(found, "edit", actor=world.actor(world.bureau), data={"name": "y"}).name == "y"


def test_who_leaves_asks_for_nothing_any_more(world: World, club: Organisation) -> None:
    support = asked(world, club, scheme(world))
    ORGANISATION.make(club, "take_off", actor=world.actor(world.officer), data=Left("散了", datetime.date(2026, 4, 1)))
    support.refresh_from_db()
    assert support.state == "taken_back"


def test_what_was_granted_is_accounted_for_by_the_office_when_its_holder_left(world: World, club: Organisation) -> None:
    bureau = world.actor(world.bureau)
    support = SUPPORT.make(asked(world, club, scheme(world)), "grant", actor=bureau, data=Granted(200_000, FAR))
    with pytest.raises(Forbidden):
        SUPPORT.make(support, "account", actor=bureau, data=Reported("x"))
    left = Left("散了", datetime.date(2026, 4, 1))
    ORGANISATION.make(club, "take_off", actor=world.actor(world.officer), data=left)
    support = SUPPORT.make(support, "account", actor=bureau, data=Reported("书架留在活动室"))
    assert (support.state, support.report) == ("ended", "书架留在活动室")


def test_pages(world: World, club: Organisation) -> None:
    bureau, teacher = signed_in(world.bureau), signed_in(world.teacher)
    good = {
        "place": world.district.code,
        "name": "种子资金",
        "sort": "seed",
        "least_grade": "0",
        "least_stars": "0",
        "most": "5000.50",
        "source": "区民政局〔2026〕1 号",
        "valid_from": "2026-01-01",
    }
    assert bureau.post("/records/support_scheme/new/", good | {"most": "-1"}).status_code == 422
    assert bureau.post("/records/support_scheme/new/", good | {"valid_to": "2025-01-01"}).status_code == 422
    assert bureau.post("/records/support_scheme/new/", good).status_code == 302
    found = SupportScheme.objects.get()
    assert found.most == 500_050
    assert "5,000.50" in teacher.get("/support/").content.decode()
    assert f"/records/support_scheme/{found.number}/close/" in bureau.get("/support/").content.decode()
    page = teacher.get(club.get_absolute_url()).content.decode()
    address = f"/records/support/new/?organisation={club.number}&amp;scheme={found.number}"
    assert address in page
    sent = {"organisation": club.number, "scheme": found.number, "words": "买书", "amount": "3000"}
    assert teacher.post("/records/support/new/", sent).status_code == 302
    assert "¥3,000.00" in bureau.get(club.get_absolute_url()).content.decode()
    assert "没有办完" in teacher.post("/records/support/new/", sent).content.decode()
    edit = f"/records/support_scheme/{found.number}/edit/"
    assert 'value="5000.5"' in bureau.get(edit).content.decode()
    ORGANISATION.make(club, "edit", actor=world.actor(world.teacher), data=Edit({"summary": "x"}))
