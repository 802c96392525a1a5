"""The monthly search and the figures of disputes: how many, and nothing that says who."""

import datetime
from fractions import Fraction

import pytest
import time_machine
from django.urls import reverse

from linli.audit.models import Entry
from linli.events.disputes import figures, rounds
from linli.events.disputes.flows import SEARCH
from linli.events.disputes.models import Dispute, MediationKind, SearchRound
from linli.events.disputes.payloads import Searched
from linli.events.disputes.rounds import begin_rounds
from linli.events.disputes.states import SearchState
from linli.inbox.models import Task
from linli.kernel.problems import Forbidden
from linli.places.models import Place
from tests.events import town as towns
from tests.events.core.confidential import disputes
from tests.events.disputes.world import Mediation, mediation
from tests.events.town import Town
from tests.people.factories import signed_in

MARCH = datetime.datetime(2026, 3, 3, 2, tzinfo=datetime.UTC)
APRIL = datetime.datetime(2026, 4, 1, 2, tzinfo=datetime.UTC)
NOVEMBER = datetime.date(2026, 11, 1)


def line(key: str, taken_up: int) -> figures.Line:
    return figures.Line(key, key, taken_up)


def hidden(*counts: int) -> list[int]:
    """Those of the counts that are not told."""
    lines = [line(str(number), count) for number, count in enumerate(counts)]
    return [one.taken_up for one in figures._hidden(lines, 5) if one.is_hidden]


def test_nobody_is_asked_to_search_where_nothing_is_mediated(town: Town) -> None:
    assert begin_rounds() == 0


def test_each_community_has_one_round_a_month_and_a_task_until_its_day(town: Town) -> None:
    MediationKind.objects.create(name="人民调解")
    with time_machine.travel(MARCH):
        assert begin_rounds() == 2
        assert begin_rounds() == 0
    found = SearchRound.objects.get(place=town.community)
    task = Task.objects.get(pk=found.pk)
    assert task.holder == f"community_worker:{town.community.pk}"
    assert str(task.due_at) == "2026-03-25 15:59:00+00:00"
    assert task.title == "2026年3月矛盾纠纷排查"
    with time_machine.travel(APRIL):
        assert begin_rounds() == 2
    found.refresh_from_db()
    assert found.state == SearchState.LAPSED
    assert Task.objects.filter(record_kind="search").count() == 2


def test_the_community_says_where_it_looked_and_what_it_found(town: Town) -> None:
    found = mediation(town)
    Dispute.objects.update(channel="searched")
    begin_rounds()
    here = SearchRound.objects.get(place=town.community)
    browser = signed_in(town.clerk)
    address = reverse("search_move", args=[here.number, "search"])
    assert found.dispute.title in browser.get(address).content.decode()
    assert browser.post(address, {"looked_at": "120", "found": [found.dispute.pk]}).status_code == 302
    here.refresh_from_db()
    assert (here.state, here.looked_at, here.found.get()) == (SearchState.DONE, 120, found.dispute)
    assert Entry.objects.get(action="search.search").facts["found"] == 1
    other = SearchRound.objects.exclude(pk=here.pk).get()
    with pytest.raises(Forbidden):
        SEARCH.make(other, "search", actor=town.actor(town.clerk), data=Searched(1, []))


def test_who_sees_which_community_has_not_searched(town: Town) -> None:
    found = mediation(town)
    Dispute.objects.update(channel="searched")
    begin_rounds()
    here = SearchRound.objects.get(place=town.community)
    SEARCH.make(here, "search", actor=town.actor(town.clerk), data=Searched(120, [found.dispute]))
    for user, shown in ((town.dispatcher, "还有 1 个社区没有排查"), (town.leader, "还有 1 个社区没有排查")):
        assert shown in signed_in(user).get(reverse("dispute_searches")).content.decode()
    record = reverse("search", args=[here.number])
    assert found.dispute.number in signed_in(town.clerk).get(record).content.decode()
    assert found.dispute.number not in signed_in(town.leader).get(record).content.decode()
    assert signed_in(town.stranger).get(record).status_code == 404
    assert signed_in(town.clerk).get(reverse("dispute_searches"), {"month": "nothing"}).status_code == 200


def test_a_round_is_not_begun_twice_by_two_workers(town: Town) -> None:
    MediationKind.objects.create(name="人民调解")
    begin_rounds()
    place = Place.objects.get(code=towns.COMMUNITY)
    assert rounds._begin(place, SearchRound.objects.get(place=place).month) == 0
    assert SearchRound.objects.filter(place=place).count() == 1


@pytest.mark.parametrize(
    ("counts", "few"),
    [((), []), ((0, 0), []), ((7, 9), []), ((3, 9, 6), [3, 6]), ((3, 2, 9), [3, 2]), ((4, 0), [4]), ((1, 6), [1, 6])],
)
def test_what_tells_of_few_is_hidden_and_cannot_be_reckoned_back(counts: tuple[int, ...], few: list[int]) -> None:
    assert hidden(*counts) == few


def test_figures_count_and_reckon(town: Town) -> None:
    first = mediation(town)
    first.meet()
    first.meet()
    first.agree()
    for _ in range(5):
        receipt = town.report(category=disputes())
        Mediation(town, receipt, first.mediator, first.kind, first.court).take_up()
    last = Mediation(town, receipt, first.mediator, first.kind, first.court)
    last.fail()
    month = datetime.date.today().replace(day=1)
    table = figures.by_place(town.district, month, month)
    (here,) = [one for one in table.lines if one.key == towns.SUBDISTRICT]
    assert (here.taken_up, here.settled, here.failed, here.is_hidden) == (6, 1, 1, False)
    assert (here.rate, here.sessions) == (Fraction(1, 2), Fraction(1))
    assert table.total.taken_up == 6
    (only,) = figures.by_month(town.district, month, month).lines
    assert (only.key, only.taken_up) == (f"{month:%Y-%m}", 6)
    assert not figures.by_place(town.district, NOVEMBER.replace(year=2020), NOVEMBER.replace(year=2020)).total.taken_up


def test_the_page_of_figures_hides_a_few(town: Town) -> None:
    mediation(town)
    for by in ("place", "month"):
        page = signed_in(town.leader).get(reverse("dispute_figures"), {"by": by}).content.decode()
        assert "太少，不显示" in page
        assert "邻里纠纷" not in page
