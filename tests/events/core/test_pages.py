"""The pages of events, as residents and the desk get them."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from python_calamine import CalamineWorkbook

from linli.audit.models import Entry
from linli.events.core.flows import EVENT
from linli.events.core.models import Event, Reporter
from linli.events.core.states import EventState
from tests.events.town import Town
from tests.people.factories import signed_in


def photo(size: tuple[int, int] = (60, 40)) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", size, "navy").save(content, "JPEG")
    return SimpleUploadedFile("lamp.jpg", content.getvalue(), "image/jpeg")


def send(client: Client, town: Town, **more: Any) -> Any:
    address = reverse("report_at", args=[town.community.code])
    fields = {"category": "lamp", "text": "三栋门口路灯不亮", "place": town.community.code} | more
    return client.post(address, fields)


def test_a_resident_reports_tracks_and_sees_it_closed(town: Town, client: Client) -> None:
    answer = send(client, town, phone="138 1234 5678", photos=photo())
    event = Event.objects.get()
    secret = answer.context["receipt"]["secret"] if answer.context else ""
    page = answer.content.decode()
    assert event.number in page
    assert Reporter.objects.get().phone == "+8613812345678"
    secret = page.split('name="secret" value="')[1].split('"')[0]
    assert client.get(reverse("tracked", args=[event.number])).status_code == 404
    assert client.post(reverse("track"), {"number": event.number, "secret": "AAAAAAAAAA"}).status_code == 422
    client.post(reverse("track"), {"number": event.number, "secret": secret})
    assert client.get(reverse("tracked", args=[event.number])).status_code == 200
    picture = event.photos.get()
    assert client.get(reverse("tracked_photo", args=[event.number, picture.pk]))["Content-Type"] == "image/jpeg"
    assert Client().get(reverse("tracked_photo", args=[event.number, picture.pk])).status_code == 404
    signed_in(town.clerk).post(reverse("event_move", args=[event.number, "solve"]), {"note": "拧紧了", "seen": 1})
    event.refresh_from_db()
    assert event.state == EventState.CLOSED
    client.post(reverse("tracked_move", args=[event.number, "rate"]), {"stars": 4})
    event.refresh_from_db()
    assert event.rating == 4
    page = client.get(reverse("tracked", args=[event.number])).content.decode()
    assert "拧紧了" in page
    assert town.clerk.name not in page


def test_the_same_form_sent_twice_is_one_event_and_one_receipt(town: Town, client: Client) -> None:
    client.get(reverse("report_at", args=[town.community.code]))
    first, second = send(client, town, key="k1"), send(client, town, key="k1")
    assert Event.objects.count() == 1
    secrets = [answer.content.decode().split('name="secret" value="')[1][:10] for answer in (first, second)]
    assert secrets[0] == secrets[1]
    assert send(client, town, key="k1", text="另一件事").status_code == 422
    other = Client()
    other.get(reverse("report_at", args=[town.community.code]))
    send(other, town, key="k1")
    assert Event.objects.count() == 2


def test_what_was_typed_is_kept_beside_the_error(town: Town, client: Client) -> None:
    answer = send(client, town, phone="12", text="井盖松动")
    assert answer.status_code == 422
    assert "井盖松动" in answer.content.decode()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"not a picture", "JPEG、PNG 或 WebP"), (b"\xff\xd8\xff" + b"x" * 16_000_000, "MB"), (b"", "空")],
)
def test_a_photo_that_is_none_is_said_beside_its_field(town: Town, client: Client, content: bytes, says: str) -> None:
    answer = send(client, town, photos=SimpleUploadedFile("lamp.jpg", content, "image/jpeg"), text="路灯")
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Event.objects.exists()


@pytest.mark.parametrize("text", ["😀", "𠮷䶮", "<script>alert(1)</script>", "=HYPERLINK(1)", "空\x00字符"])
def test_whatever_is_typed_comes_back_as_text(town: Town, client: Client, text: str) -> None:
    answer = send(client, town, text=text, address=text)
    event = Event.objects.first()
    if "\x00" in text:
        assert answer.status_code == 422
        return
    assert event is not None
    page = signed_in(town.clerk).get(reverse("event", args=[event.number])).content.decode()
    assert "<script>alert" not in page
    assert (text in page) != text.startswith("<")


def test_a_handler_never_sees_the_reporters_number(town: Town) -> None:
    event = town.event(phone="+8613812345678")
    for move, user, data in (("accept", town.worker, {}), ("dispatch", town.clerk, {"unit": str(town.urban.pk)})):
        answer = signed_in(user).post(reverse("event_move", args=[event.number, move]), data)
        assert answer.status_code == 302
    page = signed_in(town.handler).get(reverse("event", args=[event.number])).content.decode()
    assert "5678" not in page.replace(event.number, "")


def test_somebody_elses_record_is_not_found(town: Town) -> None:
    event = town.event()
    stranger = signed_in(town.stranger)
    for name, args in (("event", []), ("event_move", ["accept"])):
        assert stranger.get(reverse(name, args=[event.number, *args])).status_code == 404
    assert stranger.post(reverse("event_move", args=[event.number, "accept"])).status_code == 404
    assert event.number not in stranger.get(reverse("events")).content.decode()


def test_a_second_dispatcher_is_told_and_nothing_changes(town: Town) -> None:
    event = EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    address = reverse("event_move", args=[event.number, "dispatch"])
    first = {"unit": str(town.urban.pk), "seen": event.version}
    assert signed_in(town.clerk).post(address, first).status_code == 302
    late = signed_in(town.dispatcher).post(address, {"unit": str(town.power.pk), "seen": event.version}, follow=True)
    assert "派单" in late.content.decode()
    event.refresh_from_db()
    assert event.lead_unit == town.urban


def test_the_list_costs_the_same_however_long(town: Town, django_assert_max_num_queries: Any) -> None:
    browser = signed_in(town.clerk)
    browser.get(reverse("events"))
    town.event()
    with django_assert_max_num_queries(12) as few:
        browser.get(reverse("events"))
    for _ in range(30):
        town.event()
    with django_assert_max_num_queries(len(few.captured_queries)):
        browser.get(reverse("events"))


def test_filters_and_pages(town: Town) -> None:
    browser = signed_in(town.clerk)
    events = [town.event(text=f"第{n}盏路灯") for n in range(60)]
    EVENT.make(events[0], "reject", actor=town.actor(town.worker), note="重复")
    page = browser.get(reverse("events"), {"state": "open"}).content.decode()
    assert page.count("data-row") == 50
    assert "看更早的" in page
    assert browser.get(reverse("events"), {"state": "rejected"}).content.decode().count("data-row") == 1
    assert browser.get(reverse("events"), {"q": "第7盏"}).content.decode().count("data-row") == 1
    assert browser.get(reverse("events"), {"state": "nonsense", "category": "x", "place": "43'"}).status_code == 200
    assert browser.get(reverse("events"), {"after": "%%%"}).status_code == 400


def test_a_swapped_in_list_is_the_one_of_a_fresh_page(town: Town) -> None:
    browser = signed_in(town.clerk)
    town.event()
    whole = browser.get(reverse("events"), {"state": "open"}).content.decode()
    part = browser.get(reverse("events"), {"state": "open"}, headers={"HX-Request": "true", "HX-Target": "events"})
    assert part.content.decode().strip() in whole
    assert "<html" not in part.content.decode()


def test_the_export_is_the_list_and_is_on_the_trail(town: Town) -> None:
    town.event(text="=1+1", phone="+8613812345678")
    answer = signed_in(town.clerk).get(reverse("events_export"))
    content = answer.getvalue()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [len(rows), rows[1][2]] == [2, "=1+1"]
    assert not any("13812345678" in str(cell) for row in rows for cell in row)
    assert Entry.objects.filter(action="event.export", actor_id=town.clerk.pk).count() == 1


def test_a_shared_address_is_asked_a_sum_and_not_shut_out(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.events.core.admission.rules.REPORTS_PER_ADDRESS", _Always(2))
    answers = [send(Client(), town) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    page = answers[2].content.decode()
    token = page.split('name="question" value="')[1].split('"')[0]
    first, second = (int(word) for word in page.split('for="answer">')[1].split(" 等于")[0].split(" 加 "))
    assert send(Client(), town, question=token, answer=str(first + second)).status_code == 200
    assert send(Client(), town, question=token, answer="0").status_code == 429
    assert Event.objects.count() == 3


def test_one_browser_has_its_share(town: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.events.core.admission.rules.REPORTS_PER_SESSION", _Always(2))
    client.get(reverse("report_at", args=[town.community.code]))
    assert [send(client, town).status_code for _ in range(3)] == [200, 200, 429]


class _Always:
    def __init__(self, value: int) -> None:
        self.value = value

    def at(self, code: str, **more: object) -> int:
        return self.value
