"""A confidential event at every door, for everybody: there for those who work on it, for others not even its number."""

import datetime
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import python_calamine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.audit.models import Entry
from linli.events.core.flows import EVENT
from linli.events.core.likeness.acts import add_to
from linli.events.core.models import Category, Event, WhistleAnswer
from linli.events.core.parts.flows import ASSIST
from linli.events.core.payloads import Dispatch, Evidence, Join, Lead, Report, Same, Units
from linli.events.core.reporters import ReporterActor
from linli.events.figures.counting import count
from linli.events.figures.models import Figure
from linli.events.figures.verification import verify
from linli.inbox.models import Delivery, Message, Task
from linli.inbox.sweep import sweep
from linli.kernel.problems import Conflict, Forbidden
from linli.places.models import Place
from tests.events import town as towns
from tests.events.core.api import program
from tests.events.core.confidential import ADDRESS, OF_THE_PLACE, POINT, WORDS, Affair, affair, quarrel, tracked
from tests.events.open311.world import get
from tests.events.town import Town
from tests.inbox.hooks import hook
from tests.people.factories import signed_in
from tests.site.test_permissions import TABLE, world  # noqa: F401 - a fixture

Door = Callable[[Affair, str], bool]
"""Does this person find the event there?"""


@pytest.fixture
def found(town: Town) -> Affair:
    return affair(town)


def page_of(found: Affair, who: str, name: str, **query: Any) -> str:
    return found.browsers[who].get(reverse(name), query).content.decode()


def in_page(name: str, **query: Any) -> Door:
    return lambda found, who: found.event.number in page_of(found, who, name, **query)


def at_its_address(name: str) -> Door:
    return lambda found, who: found.browsers[who].get(reverse(name, args=[found.event.number])).status_code < 400


def in_the_api(path: str, **query: Any) -> Door:
    def is_found(found: Affair, who: str) -> bool:
        answer = found.programs[who].get(path.format(found.event.number), **query)
        return answer.status_code == 200 and found.event.number in answer.content.decode()

    return is_found


def by_open311(path: str) -> Door:
    def is_found(found: Affair, who: str) -> bool:
        client = found.programs[who].client
        answer = client.get(f"/open311/v2/{path.format(found.event.number)}.json")
        return answer.status_code == 200 and found.event.number in answer.content.decode()

    return is_found


def in_the_file(found: Affair, who: str) -> bool:
    content = found.browsers[who].get(reverse("events_export")).content
    text = str(python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python())
    is_told = WORDS in text or ADDRESS in text
    assert not (is_told and found.event.is_confidential)
    return found.event.number in text


def in_the_history(found: Affair, who: str) -> bool:
    """The file with the way of each event: if it holds a confidential one, then without words and exact place."""
    asked = {"place": towns.GRID, "first": "2020-01-01", "last": str(timezone.localdate()), "kind": "csv"}
    answer = found.browsers[who].get(reverse("event_history"), asked)
    text = b"".join(answer).decode("utf-8-sig") if answer.streaming else ""
    secrets = (WORDS, ADDRESS, *map(str, POINT.values()))
    assert not (found.event.is_confidential and any(secret in text for secret in secrets))
    return found.event.number in text


def in_bulk(found: Affair, who: str) -> bool:
    number = found.event.number
    return reverse("event", args=[number]) in page_of(found, who, "event_bulk", move="comment", number=number)


def by_api_timeline(found: Affair, who: str) -> bool:
    return bool(found.programs[who].get(f"events/{found.event.number}/timeline").status_code == 200)


DOORS: dict[str, Door] = {
    "list": in_page("events"),
    "search by words": in_page("events", q="漏水"),
    "filter by place": in_page("events", place=towns.GRID),
    "record": at_its_address("event"),
    "board by unit": in_page("event_board", by="unit"),
    "board by state": in_page("event_board", by="state"),
    "map": in_page("event_map_points", place=towns.COMMUNITY),
    "map of a grid": in_page("event_map", place=towns.GRID),
    "bulk": in_bulk,
    "file": in_the_file,
    "file of events and their way": in_the_history,
    "api list": in_the_api("events"),
    "api search": in_the_api("events", q="漏水"),
    "api record": in_the_api("events/{}"),
    "api timeline": by_api_timeline,
    "open311 list": by_open311("requests"),
    "open311 record": by_open311("requests/{}"),
    "open311 token": by_open311("tokens/{}"),
}


def who_finds(found: Affair, door: str) -> set[str]:
    return {name for name in found.people if DOORS[door](found, name)}


@pytest.mark.parametrize("door", DOORS)
def test_only_who_works_on_it_finds_it(found: Affair, door: str) -> None:
    assert who_finds(found, door) == OF_THE_PLACE


@pytest.mark.parametrize("door", ["list", "record", "board by state", "api record", "open311 record"])
def test_the_units_that_were_given_it_find_it_while_it_is_theirs(found: Affair, door: str) -> None:
    town = found.town
    event = EVENT.make(found.event, "accept", actor=town.actor(town.worker))
    event = EVENT.make(event, "dispatch", actor=town.actor(town.clerk), data=Dispatch(town.urban))
    assert who_finds(found, door) == {*OF_THE_PLACE, "handler"}
    EVENT.make(event, "assist", actor=town.actor(town.clerk), data=Units([town.power]))
    assert who_finds(found, door) == {*OF_THE_PLACE, "handler", "electrician"}
    (part,) = event.assists.all()
    ASSIST.make(part, "decline", actor=town.actor(found.people["electrician"]), note="不归我们")
    assert who_finds(found, door) == {*OF_THE_PLACE, "handler"}
    EVENT.make(found.event, "send_back", actor=town.actor(town.handler), note="不归我们")
    assert who_finds(found, door) == OF_THE_PLACE


def test_a_leader_finds_what_they_lead_and_what_came_to_them(found: Affair) -> None:
    town, seen = found.town, "record"
    Task.objects.filter(pk=found.event.pk).update(due_at=timezone.now() - datetime.timedelta(hours=1))
    sweep()
    assert "leader" not in who_finds(found, seen)
    Task.objects.filter(pk=found.event.pk).update(
        escalate_to=f"leader:{Place.objects.get(code=towns.SUBDISTRICT).pk}", escalated_at=None
    )
    assert "leader" not in who_finds(found, seen)
    sweep()
    assert "leader" in who_finds(found, seen)
    Task.objects.filter(pk=found.event.pk).update(escalated_at=None)
    assert "leader" not in who_finds(found, seen)
    EVENT.make(found.event, "lead", actor=town.actor(town.dispatcher), data=Lead(town.leader))
    assert "leader" in who_finds(found, seen)


def test_an_ordinary_event_is_there_for_the_leader_as_well(town: Town) -> None:
    """The doors do find: what is missing above is missing because it is confidential."""
    ordinary = affair(town, category=town.lamps)
    for door in DOORS:
        if not door.startswith("open311"):
            assert who_finds(ordinary, door) == {*OF_THE_PLACE, "leader"}, door


def test_the_world_knows_nothing_of_it(found: Affair) -> None:
    number = found.event.number
    for path in ("requests", f"requests/{number}", f"tokens/{number}", "servicerequestupdates"):
        for form in ("json", "xml"):
            assert number not in get(path, form).content.decode()
    assert get(f"requests/{number}").status_code == 404
    assert get("requests", service_request_id=number).content == b"[]"
    EVENT.make(found.event, "solve", actor=found.town.actor(found.town.worker), data=Evidence([]), note="说和了")
    community = Client().get(reverse("community", args=[towns.COMMUNITY])).content.decode()
    assert "邻里纠纷" not in community
    assert "近七天办好 0 件" in community
    assert Client().get(reverse("tracked", args=[number])).status_code == 404


def test_no_other_system_is_told(found: Affair) -> None:
    hook(found.town.district, kinds=["event", "assist", "whistle", "extension"])
    town = found.town
    event = EVENT.make(found.event, "accept", actor=town.actor(town.worker))
    EVENT.make(event, "whistle", actor=town.actor(town.clerk), data=Units([town.urban, town.power]), note="来看")
    assert WhistleAnswer.objects.count() == 2
    assert not Delivery.objects.exists()
    EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    assert Delivery.objects.count() == 2


def test_nobody_is_shown_it_as_something_similar(found: Affair) -> None:
    """Neither staff with the same words at the same spot, nor a resident with the same category."""
    sent = {"text": WORDS, "category": "lamp", **POINT}
    for who in found.people:
        for category in ("lamp", "quarrel"):
            values = sent | {"category": category}
            assert found.event.number not in found.browsers[who].post(reverse("event_similar"), values).content.decode()
            assert found.event.number not in found.programs[who].post("events/similar", values).content.decode()
    for category in ("lamp", "quarrel"):
        told = Client().post(reverse("report_similar", args=[towns.COMMUNITY]), sent | {"category": category})
        assert found.event.number not in told.content.decode()
    twin = found.town.event(category=found.event.category, text=WORDS, **POINT)
    page = signed_in(found.town.clerk).get(reverse("event", args=[twin.number])).content.decode()
    assert found.event.number not in page


def test_what_was_reported_before_its_category_became_confidential_is_not_told_beside_a_new_one(town: Town) -> None:
    early = town.event(**POINT)
    Category.objects.filter(pk=town.lamps.pk).update(is_confidential=True)
    late = affair(town, category=Category.objects.get(pk=town.lamps.pk))
    assert (Event.objects.get(pk=early.pk).is_confidential, late.event.is_confidential) == (False, True)
    assert early.number not in tracked(late.receipt)


def test_a_category_under_a_confidential_one_is_confidential(town: Town) -> None:
    Category.objects.filter(code="facilities").update(is_confidential=True)
    lamps = Category.objects.select_related("parent").get(code="lamp")
    assert town.event(category=lamps).is_confidential
    lamps.is_confidential = False
    lamps.save()
    Category.objects.filter(code="facilities").update(is_confidential=False)
    assert Event.objects.get().is_confidential


def test_it_joins_only_its_own_kind(found: Affair) -> None:
    town, open_one = found.town, found.town.event()
    actor = town.actor(town.clerk)
    for one, other in ((found.event, open_one), (open_one, found.event)):
        with pytest.raises(Conflict, match="保密"):
            EVENT.make(one, "join", actor=actor, data=Join(other))
    with pytest.raises(Conflict, match="保密"):
        add_to(open_one, Report(category=found.event.category, text="又吵了"), actor=actor)
    twin = town.event(category=found.event.category)
    assert EVENT.make(twin, "join", actor=actor, data=Join(found.event)).joined_to == found.event


def test_its_reporter_follows_it_as_ever(found: Affair) -> None:
    page = tracked(found.receipt)
    assert WORDS in page
    assert f"邻里纠纷 {found.event.number}" in page
    with pytest.raises(Forbidden):
        EVENT.make(
            found.event, "say_same", actor=ReporterActor(record_id=found.event.pk), data=Same(found.town.event())
        )


def test_titles_say_nothing(found: Affair) -> None:
    town, neutral = found.town, f"邻里纠纷 {found.event.number}"
    assert found.event.title == Task.objects.get().title == neutral
    assert set(Message.objects.values_list("title", flat=True)) == {neutral}
    (line,) = program(town.clerk).get("events").json()["items"]
    assert (line["title"], line["is_confidential"]) == (neutral, True)
    for page in ("events", "event_board", "morning"):
        assert WORDS[:6] not in page_of(found, "worker", page)
    event = EVENT.make(found.event, "accept", actor=town.actor(town.worker))
    EVENT.make(event, "whistle", actor=town.actor(town.clerk), data=Units([town.urban]), note="来看")
    texts = [str(row) for row in (*Task.objects.values(), *Message.objects.values(), *event.whistles.values())]
    assert not [text for text in texts if WORDS[:6] in text]


def test_what_was_written_is_not_on_the_auditors_page(found: Affair) -> None:
    EVENT.make(found.event, "comment", actor=found.town.actor(found.town.clerk), note="李家要求赔三千")
    EVENT.make(found.town.event(), "comment", actor=found.town.actor(found.town.clerk), note="明天换灯")
    page = page_of(found, "auditor", "audit_trail")
    assert "李家" not in page
    assert "明天换灯" in page
    assert Entry.objects.filter(action="event.comment").count() == 2


def test_no_figure_counts_it_and_one_that_becomes_confidential_leaves_them(found: Affair) -> None:
    count()
    assert not Figure.objects.exists()
    town = found.town
    event = EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    EVENT.make(event, "whistle", actor=town.actor(town.clerk), data=Units([town.urban]), note="来看")
    Task.objects.update(due_at=timezone.now() - datetime.timedelta(hours=1))
    count()
    assert Figure.objects.get(path=towns.GRID).reported == 1
    assert _told(town) == (1, 1, 1)
    Event.objects.filter(pk=event.pk).update(is_confidential=True)
    count()
    assert not Figure.objects.filter(reported__gt=0).exists()
    assert verify() == []
    assert _told(town) == (0, 0, 0)


def _told(town: Town) -> tuple[int, int, int]:
    """Reported, late, whistled for, as the figures tell the dispatcher."""
    told = program(town.dispatcher).get("figures").json()["total"]
    whistles = program(town.dispatcher).get("figures/whistles").json()["total"]
    return told["counts"]["reported"], told["late"], whistles["called"]


def test_no_figure_opens_it(found: Affair) -> None:
    for name in ("reported", "accepted", "due"):
        for who in found.people:
            assert found.event.number not in page_of(found, who, "figures_records", measure=name)


@pytest.mark.django_db
def test_no_address_at_all_names_it_to_who_has_nothing_to_do_with_it(request: Any) -> None:
    """Every page there is, as the table of permissions has them: a door that is added later is in it too.

    Marked by hand: it asks for the database where nobody sees it, and would come after the tests that empty it.
    """
    there = request.getfixturevalue("world")
    found = quarrel(there.town).event
    there.words["number"] = found.number
    wrong = []
    for who in ("visitor", "leader", "handler", "stranger", "system", "security", "auditor"):
        for method, name, args, _allowed in TABLE:
            address = reverse(name, kwargs={key: str(value).format(**there.words) for key, value in args.items()})
            text = there.clients[who].generic(method, address).content.decode(errors="replace")
            is_named = found.number in text and found.number not in address
            if is_named or WORDS[:6] in text or ADDRESS in text:
                wrong.append((who, method, address))
    assert wrong == []


def test_the_list_costs_the_same_however_many_are_confidential(
    found: Affair, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(found.town.clerk)
    browser.get(reverse("events"))
    with django_assert_max_num_queries(14) as few:
        browser.get(reverse("events"))
    for _ in range(10):
        found.town.event(category=found.event.category, text=WORDS)
    with django_assert_max_num_queries(len(few.captured_queries)):
        browser.get(reverse("events"))


def test_the_system_administrator_says_which_categories_are_confidential(found: Affair) -> None:
    browser = signed_in(found.people["system"])
    sent = {"name": "路灯", "position": "1", "is_active": "on", "is_confidential": "on", "parent": ""}
    assert browser.post(reverse("category", args=["lamp"]), sent).status_code == 302
    assert Category.objects.get(code="lamp").is_confidential
    entry = Entry.objects.get(action="category.edit")
    assert json.loads(entry.detail)["is_confidential"] is True
    assert found.town.event(category=Category.objects.get(code="lamp")).is_confidential
