"""The standards for communities: counted where there are records, entered where there are none."""

import datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from linli.audit.models import Entry
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.platforms.actions.standards import Entered, enter
from linli.organisations.platforms.flows import PLATFORM
from linli.organisations.platforms.models import CommunityFigure
from linli.organisations.platforms.parts import BY_CODE, PARTS
from linli.organisations.platforms.standards import standings, totals
from linli.organisations.registry.actions import Filed, Left
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Organisation
from linli.places.models import Premises, PremisesKind, RuleOverride
from linli.places.rules import overrides
from tests.organisations.platforms.world import LONG_AGO, TODAY, platform
from tests.organisations.world import COMMUNITY, DISTRICT, NEXT_DOOR, SUBDISTRICT, World
from tests.people.factories import signed_in
from tests.places.factories import make_place

YESTERDAY = TODAY - datetime.timedelta(days=1)


def held(code: str = COMMUNITY) -> dict[str, tuple[int | None, int, int]]:
    """Of each part what there is, what there should be, what is missing."""
    row = next(row for row in standings(code) if row.community.code == code)
    return {one.part.code: (one.count, one.least, one.short) for one in row.held}


def put_on_file(world: World, organisation: Organisation) -> None:
    filed = Filed("1", datetime.date(2026, 1, 5))
    ORGANISATION.make(organisation, "enter_filing", actor=world.actor(world.bureau), data=filed)


def entering(world: World, on: datetime.date = TODAY, **counts: Any) -> int:
    figures = [Entered(part, count, "x") for part, count in counts.items()]
    return enter(world.community, figures, on=on, actor=world.actor(world.clerk))


def test_nothing_is_there_to_begin_with(world: World) -> None:
    assert held()["station"] == (0, 1, 1)
    assert held()["teams"] == (None, 7, 7)
    (row, other) = standings(DISTRICT)
    assert (row.met, row.verdict, other.community.code) == (0, "not", NEXT_DOOR)


def test_what_linli_has_is_counted(world: World) -> None:
    station = platform(world)
    Premises.objects.create(community=world.community, name="一", kind=PremisesKind.SOCIAL_WORK, area=1)
    Premises.objects.create(
        community=world.community, name="二", kind=PremisesKind.SOCIAL_WORK, area=1, is_planned=True
    )
    put_on_file(world, world.club)
    put_on_file(world, world.organisation(name="联合会", role="federation"))
    put_on_file(world, world.organisation(name="街道的", place=world.subdistrict))
    Organisation.objects.filter(pk=world.organisation(name="业委会", legal_kind="owners").pk).update(number="OR-0")
    found = held()
    assert (found["station"], found["room"], found["federation"]) == ((1, 1, 0), (1, 1, 0), (1, 1, 0))
    assert found["on_file"] == (2, 5, 3)
    PLATFORM.make(station, "close", actor=world.actor(world.officer), note="x")
    left = Left("散了", TODAY)
    ORGANISATION.make(world.club, "take_off", actor=world.actor(world.officer), data=left)
    assert (held()["station"][0], held()["on_file"][0]) == (0, 1)


def test_an_organisation_at_a_grid_counts_for_its_community(world: World) -> None:
    put_on_file(world, world.organisation(name="网格里的", place=make_place(f"{COMMUNITY}001")))
    assert held()["on_file"][0] == 1


def test_what_it_has_not_is_entered_and_the_earlier_stays(world: World) -> None:
    assert entering(world, YESTERDAY, teams=5, social_workers=2) == 2
    assert held()["teams"] == (5, 7, 2)
    assert entering(world, teams=7) == 1
    assert entering(world, teams=7) == 0, "nothing new is not put down twice"
    assert held()["teams"] == (7, 7, 0)
    entries = CommunityFigure.objects.filter(part="teams")
    assert [(one.count, one.replaced_at is None) for one in entries] == [(7, True), (5, False)]
    assert {one.entered_by for one in entries} == {world.clerk.pk}
    told = Entry.objects.filter(action="standard.enter")
    assert [entry.facts["role"] for entry in told] == ["community_worker"] * 2


@pytest.mark.parametrize("wrong", [{"teams": -1}, {"station": 1}, {"nothing": 1}])
def test_what_is_not_taken(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        entering(world, **wrong)
    assert set(refused.value.errors) == set(wrong)
    with pytest.raises(Invalid):
        entering(world, TODAY + datetime.timedelta(days=1), teams=1)
    with pytest.raises(Invalid):
        enter(world.subdistrict, [], on=TODAY, actor=world.actor(world.officer))
    with pytest.raises(Forbidden):
        enter(world.community, [], on=TODAY, actor=world.actor(world.leader))
    assert not CommunityFigure.objects.exists()


def test_a_place_may_ask_for_more(world: World) -> None:
    RuleOverride.objects.create(
        rule="standards.on_file", place=world.subdistrict, value="8", valid_from=LONG_AGO, source="x"
    )
    overrides.touch()
    assert held()["on_file"] == (0, 8, 8)
    assert held(NEXT_DOOR)["on_file"] == (0, 5, 5)


def test_totals_by_subdistrict(world: World) -> None:
    platform(world)
    parts = [BY_CODE["station"]]
    rows = totals(standings(DISTRICT, parts), parts)
    assert [(row.place.code, row.communities, row.verdicts["met"], row.met[0][1]) for row in rows] == [
        (SUBDISTRICT, 1, 1, 1),
        (NEXT_DOOR[:9], 1, 0, 0),
    ]


def test_the_number_of_queries_does_not_grow(world: World) -> None:
    client = signed_in(world.bureau)
    address = f"/standards/{DISTRICT}/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(2, 12):
        make_place(f"{SUBDISTRICT}{number:03d}")
        platform(world, make_place(f"{SUBDISTRICT}{number:03d}"))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def page(who: Any, address: str) -> str:
    return signed_in(who).get(address).content.decode()


def test_the_table(world: World) -> None:
    platform(world)
    for who, code in ((world.bureau, DISTRICT), (world.leader, SUBDISTRICT), (world.officer, SUBDISTRICT)):
        assert page(who, f"/standards/{code}/").count("/station/") >= 1
    assert "部分达到" in page(world.bureau, f"/standards/{DISTRICT}/?standard=ones&verdict=partly")
    assert COMMUNITY not in page(world.bureau, f"/standards/{DISTRICT}/?verdict=not").split("<tbody>")[-1]
    assert signed_in(world.stranger).get(f"/standards/{SUBDISTRICT}/").status_code == 404
    assert signed_in(world.teacher).get(f"/standards/{SUBDISTRICT}/").status_code == 404
    assert SUBDISTRICT in page(world.bureau, "/standards/")
    assert "等社区填报" in page(world.clerk, "/standards/")
    assert signed_in(world.teacher).get("/standards/").status_code == 404


def test_a_figure_opens_what_is_behind_it(world: World) -> None:
    station = platform(world)
    put_on_file(world, world.club)
    Premises.objects.create(community=world.community, name="社工室一", kind=PremisesKind.SOCIAL_WORK, area=1)
    entering(world, YESTERDAY, teams=5)
    entering(world, teams=7)
    for part, words in (("station", station.name), ("on_file", "邻里读书会"), ("room", "社工室一"), ("teams", "陈静")):
        assert words in page(world.officer, f"/standards/{COMMUNITY}/{part}/"), part
    assert "邻里读书会" not in page(world.officer, f"/standards/{COMMUNITY}/federation/")
    for one in PARTS:
        assert signed_in(world.bureau).get(f"/standards/{DISTRICT}/{one.code}/").status_code == 200
    assert signed_in(world.officer).get(f"/standards/{COMMUNITY}/nothing/").status_code == 404


def test_entering_by_page(world: World) -> None:
    client, address = signed_in(world.clerk), f"/standards/{COMMUNITY}/enter/"
    assert client.get(address).status_code == 200
    refused = client.post(address, {"on": TODAY.isoformat(), "teams": "-1"})
    assert refused.status_code == 422
    sent = {"on": TODAY.isoformat(), "brand": "1", "brand_note": "邻里节", "teams": ""}
    assert client.post(address, sent)["Location"] == f"/standards/{COMMUNITY}/"
    assert "邻里节" in page(world.leader, f"/standards/{COMMUNITY}/")
    assert signed_in(world.leader).get(address).status_code == 404
    assert signed_in(world.officer).get(f"/standards/{SUBDISTRICT}/enter/").status_code == 404


def test_as_excel(world: World) -> None:
    entering(world, teams=5)
    answer = signed_in(world.officer).get(f"/standards/{SUBDISTRICT}/export.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["1257N 志愿队：实有"], line["1257N 志愿队：还缺"]) == (5, 2)
    assert Entry.objects.filter(action="standards.export").exists()


def test_the_map_has_all_communities_of_a_district(world: World) -> None:
    answer = signed_in(world.bureau).get(f"/places/{DISTRICT}/children.geojson?level=community")
    assert answer.json()["features"] == []
