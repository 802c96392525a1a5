"""Programs report, list, read and move events by the rules of the pages."""

import datetime
import json
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.audit.models import Entry
from linli.events.core.flows import EVENT
from linli.events.core.models import Event, Photo, Reporter
from linli.events.core.payloads import Dispatch
from linli.events.core.reporters import find
from linli.inbox.models import Message, Task
from linli.kernel.models import IdempotencyKey
from linli.people.models import Post
from linli.people.staffing import staffing
from tests.events.core.api import program
from tests.events.town import Town
from tests.kernel.photos import encoded, picture, upload


def said(response: Any) -> Any:
    return json.loads(response.content)


def lamp(town: Town, **more: Any) -> dict[str, Any]:
    return {"category": "lamp", "text": "三栋门口路灯不亮", "place": town.grid.code} | more


def test_a_report_comes_in_with_all_that_belongs_to_it(town: Town) -> None:
    response = program(town.clerk).post("events", lamp(town, text="  𠮷𠮷 路灯 😀 <b>=1+1</b> "))
    assert response.status_code == 201
    receipt = said(response)
    event = Event.objects.get(number=receipt["number"])
    assert (event.text, event.path, event.channel) == ("𠮷𠮷 路灯 😀 <b>=1+1</b>", town.grid.code, "staff")
    assert (receipt["state"], receipt["place"], receipt["secret"]) == ("reported", town.grid.code, None)
    assert Task.objects.get(pk=event.pk).number == event.number
    assert Message.objects.get(number=event.number).user == town.worker
    entry = Entry.objects.get(subject_id=event.pk)
    assert (entry.action, entry.actor_id) == ("event.begin", town.clerk.pk)


def test_the_grid_worker_is_known_by_the_post(town: Town) -> None:
    number = said(program(town.worker).post("events", lamp(town)))["number"]
    assert Event.objects.get(number=number).channel == "grid_worker"


def test_the_same_request_under_the_same_key_acts_once(town: Town) -> None:
    caller = program(town.worker)
    first, again = (caller.post("events", lamp(town, phone="13812345678"), key="k1") for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Event.objects.count() == 1
    assert said(first)["secret"] not in IdempotencyKey.objects.get().answer


def test_keys_belong_to_their_token(town: Town) -> None:
    program(town.worker).post("events", lamp(town), key="k1")
    assert program(town.clerk).post("events", lamp(town), key="k1").status_code == 201
    assert Event.objects.count() == 2


def test_another_body_or_another_address_under_the_same_key_is_refused(town: Town) -> None:
    caller = program(town.worker)
    number = said(caller.post("events", lamp(town), key="k1"))["number"]
    for response in (
        caller.post("events", lamp(town, text="另一件"), key="k1"),
        caller.post(f"events/{number}/moves/comment", lamp(town), key="k1"),
    ):
        assert (response.status_code, said(response)["code"]) == (422, "idempotency_key_reused")
    assert Event.objects.count() == 1


def test_a_request_that_failed_does_not_use_up_its_key(town: Town) -> None:
    caller = program(town.worker)
    assert caller.post("events", lamp(town, text=""), key="k1").status_code == 422
    assert caller.post("events", lamp(town), key="k1").status_code == 201


def test_a_move_that_is_repeated_answers_as_before_although_the_event_is_gone_from_sight(town: Town) -> None:
    event = EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    event = EVENT.make(event, "dispatch", actor=town.actor(town.clerk), data=Dispatch(town.urban))
    caller = program(town.handler)
    responses = [
        caller.post(f"events/{event.number}/moves/send_back", {"note": "小区内部路灯"}, key="k") for _ in range(2)
    ]
    assert [response.status_code for response in responses] == [200, 200]
    assert responses[0].content == responses[1].content
    assert caller.get(f"events/{event.number}").status_code == 404
    event.refresh_from_db()
    assert event.version == 4


def test_the_phone_gives_the_reporter_a_secret_to_come_back_with(town: Town) -> None:
    receipt = said(program(town.worker).post("events", lamp(town, phone="138 1234 5678")))
    event = find(receipt["number"], receipt["secret"])
    assert event is not None
    assert event.number == receipt["number"]


def test_the_reporter_is_in_no_answer(town: Town) -> None:
    """Nor the secret, nor anything made of the number."""
    phone = "+8613812345678"
    event = town.report(phone=phone).event
    reporter = Reporter.objects.get(event=event)
    caller = program(town.clerk)
    paths = (
        "events",
        f"events/{event.number}",
        f"events/{event.number}/timeline",
        "tasks",
        "categories",
        f"places/{town.community.code}",
    )
    for path in paths:
        response = caller.get(path)
        assert response.status_code == 200
        for secret in ("13812345678", "5678", reporter.phone_index, reporter.secret_digest, str(reporter.pk)):
            assert secret not in response.content.decode()


def test_pictures_come_by_multipart_and_are_read_back(town: Town) -> None:
    caller = program(town.worker)
    photo = encoded(picture())
    responses = [
        caller.upload("events", lamp(town, photos=[upload(photo, "=1+1.jpg"), upload(photo)]), key="p") for _ in (1, 2)
    ]
    # The boundary between the parts differs, the content does not.
    assert responses[0].content == responses[1].content
    assert Event.objects.count() == 1
    event = said(caller.get(f"events/{said(responses[0])['number']}"))
    assert [photo["stage"] for photo in event["photos"]] == ["before", "before"]
    shown = caller.client.get(event["photos"][0]["url"])
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    stranger = program(town.stranger).client.get(event["photos"][0]["url"])
    assert stranger.status_code == 404
    assert Photo.objects.count() == 2


def test_a_list_holds_what_the_actor_sees_and_goes_on_by_cursor(town: Town) -> None:
    numbers = [town.event().number for _ in range(5)]
    caller, found = program(town.clerk), []
    cursor: Any = ""
    for size in (2, 2, 1):
        page = said(caller.get("events", size=2, cursor=cursor))
        found += [line["number"] for line in page["items"]]
        assert len(page["items"]) == size
        cursor = page["next"]
    assert found == numbers[::-1]
    assert cursor is None
    assert said(program(town.stranger).get("events"))["items"] == []


def test_filters(town: Town) -> None:
    with time_machine.travel(datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC)):
        old = town.event(text="井盖翘起")
    new = EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    EVENT.make(new, "dispatch", actor=town.actor(town.clerk), data=Dispatch(town.urban))
    caller = program(town.clerk)

    def numbers(**query: Any) -> list[str]:
        return [line["number"] for line in said(caller.get("events", **query))["items"]]

    assert numbers() == [new.number, old.number]
    assert numbers(state="dispatched") == [new.number]
    assert numbers(state="open") == [new.number, old.number]
    assert numbers(state="ended") == []
    assert numbers(category="facilities") == [new.number, old.number]
    assert numbers(place=town.community.code) == [new.number, old.number]
    assert numbers(place="430211002002") == []
    assert numbers(unit=str(town.urban.pk)) == [new.number]
    assert numbers(q="井盖") == [old.number]
    assert numbers(q=new.number.lower()) == [new.number]
    assert numbers(late="true") == [old.number]
    assert numbers(since="2026-04-01T00:00:00+08:00") == [new.number]


def test_a_list_asks_the_same_of_the_database_however_long_it_is(town: Town) -> None:
    caller = program(town.clerk)
    town.event()
    caller.get("events")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert caller.get("events").status_code == 200
        return len(asked)

    short = queries()
    for _ in range(10):
        town.event()
    assert queries() == short <= 4


def test_creating_takes_ten_statements(town: Town) -> None:
    """Begin, key, number, event, trail, task, message, answer, commit; the first time one more for who gets mail."""
    caller = program(town.clerk)
    caller.post("events", lamp(town), key="warm")
    content = lamp(town)
    with CaptureQueriesContext(connection) as asked:
        caller.post("events", content, key="k")
    kinds = [query["sql"].split()[0] for query in asked]
    assert kinds.count("INSERT") == (5 if connection.vendor == "postgresql" else 6)  # SQLite counts by a row
    assert kinds.count("SELECT") <= 2
    assert kinds.count("UPDATE") == 1


def test_an_event_tells_the_moves_and_what_each_needs(town: Town) -> None:
    event = town.event()
    actions = {action["name"]: action for action in said(program(town.worker).get(f"events/{event.number}"))["actions"]}
    assert list(actions) == ["accept", "solve", "reject", "join", "comment", "add_photos"]
    assert actions["reject"]["needs"]["required"] == ["note"]
    assert actions["add_photos"]["needs"]["required"] == ["photos"]
    led = said(program(town.leader).get(f"events/{event.number}"))["actions"]
    assert [action["name"] for action in led] == ["lead", "supervise"]


def test_the_whole_way_by_programs(town: Town) -> None:
    number = said(program(town.worker).post("events", lamp(town)))["number"]
    way = [
        (town.worker, "accept", {}),
        (town.clerk, "dispatch", {"unit": str(town.urban.pk)}),
        (town.handler, "start", {}),
        (town.handler, "finish", {"note": "换了灯泡"}),
        (town.worker, "check", {"seen": 5}),
        (town.clerk, "close", {}),
    ]
    states = []
    for user, move, body in way:
        response = program(user).post(f"events/{number}/moves/{move}", body)
        assert response.status_code == 200, response.content
        states.append(said(response)["state"])
    assert states == ["accepted", "dispatched", "in_progress", "done", "checked", "closed"]
    steps = said(program(town.clerk).get(f"events/{number}/timeline"))["items"]
    assert [step["action"] for step in steps] == ["begin", *(move for _, move, _ in way)]
    assert steps[4]["note"] == "换了灯泡"
    event = said(program(town.clerk).get(f"events/{number}"))
    assert event["waiting"] is None
    assert event["ended_at"]


def test_tasks_by_how_urgent_they_are(town: Town) -> None:
    numbers = [town.event().number for _ in range(3)]
    Task.objects.filter(number=numbers[1]).update(due_at=None)
    caller = program(town.worker)
    first = said(caller.get("tasks", size=2))
    second = said(caller.get("tasks", size=2, cursor=first["next"]))
    assert [task["number"] for task in first["items"] + second["items"]] == [numbers[0], numbers[2], numbers[1]]
    assert second["next"] is None
    assert said(program(town.stranger).get("tasks"))["items"] == []


def test_categories_and_places(town: Town) -> None:
    caller = program(town.clerk, scopes=["read"])
    categories = said(caller.get("categories"))["items"]
    assert [(item["code"], item["parent"], item["is_leaf"]) for item in categories] == [
        ("facilities", None, False),
        ("lamp", "facilities", True),
    ]
    place = said(caller.get(f"places/{town.community.code}"))
    assert (place["level"], [child["code"] for child in place["children"]]) == ("community", [town.grid.code])


def test_a_post_that_ends_takes_its_rights_along_at_once(town: Town) -> None:
    caller = program(town.clerk)
    number = town.event().number
    assert caller.get(f"events/{number}").status_code == 200
    Post.objects.filter(user=town.clerk).update(valid_to=datetime.date(2026, 1, 2))
    staffing.touch()
    assert caller.get(f"events/{number}").status_code == 404


def test_rights_of_a_day_end_with_it(town: Town) -> None:
    """A token that was good yesterday is looked up anew: posts begin and end with days."""
    number = town.event().number
    Post.objects.filter(user=town.clerk).update(valid_to=datetime.date(2030, 5, 1))
    staffing.touch()
    caller = program(town.clerk)
    with time_machine.travel(datetime.datetime(2030, 5, 1, 8, tzinfo=datetime.UTC)):
        assert caller.get(f"events/{number}").status_code == 200
    with time_machine.travel(datetime.datetime(2030, 5, 1, 17, tzinfo=datetime.UTC)):  # the 2nd in Shanghai
        assert caller.get(f"events/{number}").status_code == 404


@pytest.mark.parametrize("point", [(27.0, 150.0), (-90.0, 180.0)])
def test_a_point_in_the_sea_is_kept_and_flagged(town: Town, point: tuple[float, float]) -> None:
    receipt = said(program(town.clerk).post("events", lamp(town, lat=point[0], lon=point[1])))
    assert receipt["is_outside"]
    assert receipt["place"] == town.grid.code
