"""Party organisations: who belongs to which branch, who leads it, who sees what."""

import datetime
import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.audit.models import Entry
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.party.actions.parties import Appointed, Corrected, Covered, Founding, found_party
from linli.organisations.party.figures import reach_below
from linli.organisations.party.flows import GROUP, PARTY
from linli.organisations.party.models import (
    Coverage,
    GroupMembership,
    Hosting,
    PartyGroup,
    PartyOrganisation,
    Secretary,
)
from linli.organisations.registry.actions import Filed
from linli.organisations.registry.flows import ORGANISATION
from tests.organisations.party.world import FOUNDED, branch, group, join, leave, party, rota
from tests.organisations.world import World
from tests.people.factories import signed_in

TODAY = datetime.date.today()


def test_an_organisation_belongs_to_one_branch(world: World) -> None:
    first = party(world, "读书会支部", world.club)
    other = world.organisation(name="合唱团")
    with pytest.raises(Invalid) as refused:
        party(world, "第二支部", world.club)
    assert "读书会支部" in str(refused.value.errors["organisations"])
    with pytest.raises(Invalid):
        party(world, "联合支部", world.club, other, kind_of_party="united")
    with pytest.raises(IntegrityError), transaction.atomic():
        Coverage.objects.create(branch=first, organisation=world.club, is_own=False, joined_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Coverage.objects.create(branch=first, organisation=other, is_own=True, joined_on=TODAY)
    assert not PartyOrganisation.objects.exclude(pk=first.pk).exists(), "nothing is half saved"
    PARTY.make(first, "dissolve", actor=world.actor(world.bureau), note="合并")
    assert party(world, "新支部", world.club).state == "active"


def test_a_united_branch_takes_in_and_lets_go(world: World) -> None:
    one, two, three = (world.organisation(name=name) for name in "甲乙丙")
    united, bureau = party(world, "联合支部", one, two, kind_of_party="united"), world.actor(world.bureau)
    PARTY.make(united, "cover", actor=bureau, data=Covered(three))
    with pytest.raises(Invalid):
        PARTY.make(united, "cover", actor=bureau, data=Covered(three))
    PARTY.make(united, "uncover", actor=bureau, data=Covered(one))
    assert {organisation.name for organisation in united.organisations} == {"乙", "丙"}
    own = party(world, "甲支部", one)
    with pytest.raises(Invalid):
        PARTY.make(own, "uncover", actor=bureau, data=Covered(one))
    with pytest.raises(Invalid):
        PARTY.make(own, "cover", actor=bureau, data=Covered(world.club))


def test_what_kinds_there_are_and_what_they_hold(world: World) -> None:
    joint = party(world, "区综合党委", kind_of_party="joint", place=world.district)
    trade = party(world, "物业行业党委", kind_of_party="trade", place=world.district, parent=joint)
    own = party(world, "读书会支部", world.club, parent=trade)
    assert own.parent == trade
    wrong: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
        ("第二党委", (), {"kind_of_party": "joint", "place": world.district}),
        ("空支部", (), {}),
        ("独联合", (world.organisation(name="独"),), {"kind_of_party": "united"}),
        ("有组织的党委", (world.organisation(name="散"),), {"kind_of_party": "trade"}),
        ("支部的支部", (world.organisation(name="下"),), {"parent": own}),
        ("负数", (world.organisation(name="负"),), {"members": -1}),
        ("以后", (world.organisation(name="后"),), {"founded_on": TODAY + datetime.timedelta(days=1)}),
        ("读书会支部", (world.organisation(name="同名"),), {}),
    ]
    for name, organisations, more in wrong:
        with pytest.raises(Invalid):
            party(world, name, *organisations, **more)
    with pytest.raises(Invalid):
        PARTY.make(trade, "dissolve", actor=world.actor(world.bureau), note="x")
    assert PartyOrganisation.objects.count() == 3


def test_only_the_office_keeps_them(world: World) -> None:
    founding = Founding(
        world.community,
        {"name": "x", "kind_of_party": "branch", "parent": None, "members": 1, "founded_on": FOUNDED},
        [world.club],
        None,
    )
    for who in (world.clerk, world.incubator, world.leader, world.stranger, world.teacher):
        with pytest.raises(Forbidden):
            found_party(founding, actor=world.actor(who))
    made = found_party(founding, actor=world.actor(world.officer))
    with pytest.raises(Invalid):
        PARTY.make(made, "correct", actor=world.actor(world.officer), data=Corrected({"members": -3}))
    with pytest.raises(Forbidden):
        PARTY.make(made, "correct", actor=world.actor(world.teacher), data=Corrected({"members": 3}))


def test_one_secretary_at_a_time_whose_name_stays_out_of_the_trail(world: World) -> None:
    made, officer = party(world, "支部", world.club), world.actor(world.officer)
    appointed = Appointed("诸葛书记", True, None, TODAY)
    PARTY.make(made, "appoint", actor=officer, data=appointed)
    names = [(one.name, one.masked_name, one.until) for one in made.secretaries.all()]
    assert names == [("诸葛书记", "诸葛书记", None), ("欧阳书记", "欧***", TODAY)]
    with pytest.raises(Invalid):
        PARTY.make(made, "appoint", actor=officer, data=Appointed("x", False, None, FOUNDED))
    with pytest.raises(IntegrityError), transaction.atomic():
        Secretary.objects.create(party_organisation=made, name="x", since=TODAY)
    assert not [entry for entry in Entry.objects.filter(subject_id=made.pk) if "书记" in json.dumps(entry.facts)]


def test_who_sees_a_branch_and_a_secretarys_name(world: World) -> None:
    made, address = party(world, "支部", world.club), ""
    address = made.get_absolute_url()
    for who, name in (
        (world.bureau, "欧阳书记"),
        (world.officer, "欧阳书记"),
        (world.teacher, "欧阳书记"),
        (world.clerk, "欧***"),
        (world.leader, "欧***"),
    ):
        page = signed_in(who).get(address).content.decode()
        assert f">{name}<" in page, who.name
    assert signed_in(world.stranger).get(address).status_code == 404
    beside = branch(world, "乙", user=world.stranger)
    group(world, made, beside)
    page = signed_in(world.stranger).get(address).content.decode()
    assert "欧***" in page, "a branch of the same group sees it, masked"
    assert "时间线" not in page


def test_a_branch_is_in_one_group_at_a_time(world: World) -> None:
    one = branch(world, "甲")
    first, second = group(world, one), group(world, name="第二组")
    with pytest.raises(Invalid) as refused:
        join(world, one, second)
    assert "第一组" in str(refused.value.errors["group"])
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMembership.objects.create(group=second, branch=one, joined_on=TODAY)
    leave(world, one)
    join(world, one, second)
    spans = list(one.memberships.order_by("pk").values_list("group__name", "left_on"))
    assert spans == [("第一组", TODAY), ("第二组", None)]
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMembership.objects.filter(group=second).update(left_on=FOUNDED)
    assert rota(first) == ""


def test_who_cannot_join(world: World) -> None:
    first = group(world, branch(world, "甲"))
    committee = party(world, "党委", kind_of_party="trade", place=world.district)
    with pytest.raises(Forbidden):
        join(world, committee, first)
    away = party(world, "区里的", world.organisation(name="区", place=world.district), place=world.district)
    with pytest.raises(Invalid):
        join(world, away, first)
    with pytest.raises(Invalid):
        leave(world, branch(world, "没有组"))
    GROUP.make(first, "end", actor=world.actor(world.bureau), note="x")
    with pytest.raises(Invalid):
        join(world, branch(world, "乙"), first)


def test_a_branch_that_is_to_host_is_dissolved(world: World) -> None:
    one, two = branch(world, "甲"), branch(world, "乙")
    first = group(world, one, two)
    assert rota(first) == "甲乙甲乙"
    PARTY.make(one, "dissolve", actor=world.actor(world.bureau), note="组织退出")
    assert rota(first) == "乙乙乙乙"
    PARTY.make(two, "dissolve", actor=world.actor(world.bureau), note="组织退出")
    assert rota(first) == ""
    assert {one.state for one in Hosting.objects.filter(group=first)} == {"freed"}


def test_a_group_ends_and_its_branches_are_free(world: World) -> None:
    one = branch(world, "甲")
    first = group(world, one)
    GROUP.make(first, "end", actor=world.actor(world.bureau), note="重新编组")
    assert rota(first) == ""
    assert rota(group(world, one, name="第一组")) == "甲甲甲甲"


def test_how_far_it_reaches(world: World) -> None:
    for organisation in (world.club, world.organisation(name="合唱团"), world.organisation(name="书法社")):
        filed = Filed("1", datetime.date(2026, 1, 5))
        ORGANISATION.make(organisation, "enter_filing", actor=world.actor(world.officer), data=filed)
    party(world, "读书会支部", world.club)
    party(world, "业委会支部", world.organisation(name="业委会", legal_kind="owners"))
    whole, below = reach_below(world.district)[:2]
    assert (whole.organisations, whole.own, whole.together, whole.branches, whole.members) == (3, 1, 0, 2, 10)
    assert (below.place, str(below.share)) == (world.subdistrict, "1/3")
    assert reach_below(world.subdistrict)[1].place == world.community
    empty = reach_below(world.district)[2]
    assert (empty.organisations, empty.share) == (0, None)


def test_the_pages(world: World) -> None:
    one, two = party(world, "读书会支部", world.club), branch(world, "乙支部")
    first = group(world, one, two)
    hosting = Hosting.objects.filter(branch=one).earliest("quarter")
    for who in (world.bureau, world.officer, world.clerk, world.leader, world.teacher):
        client = signed_in(who)
        assert "第一组" in client.get("/party/").content.decode(), who.name
        assert "乙支部" in client.get("/party/organisations/?kind=branch").content.decode()
        assert "最多差一次" in client.get(first.get_absolute_url()).content.decode()
        assert "读书会支部" in client.get(hosting.get_absolute_url()).content.decode()
        assert "读书会支部" in client.get(world.club.get_absolute_url()).content.decode()
    stranger = signed_in(world.stranger)
    assert "第一组" not in stranger.get("/party/").content.decode()
    assert stranger.get(f"/party/?place={world.subdistrict.code}").status_code == 404
    for address in (one.get_absolute_url(), first.get_absolute_url(), hosting.get_absolute_url()):
        assert stranger.get(address).status_code == 404
    assert "读书会支部" not in stranger.get(world.club.get_absolute_url()).content.decode()


def test_beginning_by_page(world: World) -> None:
    client = signed_in(world.officer)
    address = "/records/party_organisation/new/"
    assert world.club.number in client.get(f"{address}?organisation={world.club.number}").content.decode()
    sent = {
        "name": "读书会支部",
        "kind_of_party": "branch",
        "place": world.community.code,
        "organisations": world.club.number,
        "members": "4",
        "founded_on": "2021-07-01",
        "secretary": "欧阳书记",
    }
    assert client.post(address, sent | {"members": "-4"}).status_code == 422
    assert client.post(address, sent | {"organisations": "没有的"}).status_code == 422
    made = PartyOrganisation.objects.get(number=client.post(address, sent)["Location"].split("/")[-2])
    assert [one.name for one in made.organisations] == ["邻里读书会"]
    twice = client.post(address, sent | {"name": "另一个"})
    assert "只属于一个党支部" in twice.content.decode()
    client.post("/records/party_group/new/", {"name": "第一组", "place": world.subdistrict.code, "about": "x"})
    first = PartyGroup.objects.get()
    client.post(f"/records/party_organisation/{made.number}/join_group/", {"group": first.number})
    assert rota(first) == "读书会支部" * 4
