"""Webhooks: written with the move, signed, sent again and again, and never to what only we can reach."""

import datetime
import hashlib
import hmac
import json
import socket
import time
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.audit.models import Entry
from linli.grid.flows import EVENT
from linli.grid.models import Event
from linli.inbox.models import Delivery, Webhook
from linli.inbox.retries import ATTEMPTS
from linli.inbox.webhooks import actions, sending
from linli.inbox.webhooks.announcing import listeners
from linli.inbox.webhooks.models import Outcome
from linli.kernel import outgoing
from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Invalid, NotFound
from linli.people.actors import actor_of
from linli.people.models import User
from linli.people.roles import Role
from linli.people.staffing import staffing
from linli.places.models import Place
from tests.grid import town as towns
from tests.inbox.receiver import NAME, Receiver, drip, receiving, resolved
from tests.people.factories import signed_in
from tests.races import ON_POSTGRESQL, at_once

MONDAY = datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC)
PUBLIC = "93.184.216.34"


@pytest.fixture
def town(db: None) -> towns.Town:
    return towns.build()


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Receiver]:
    with receiving(tmp_path, monkeypatch, settings) as found:
        yield found


@pytest.fixture
def admin(town: towns.Town) -> User:
    user = towns.user("系统")
    towns.post(user, Role.SYSTEM_ADMIN, town.district)
    staffing.touch()
    return user


def hook(place: Place, url: str = "https://receiver.example/", **more: Any) -> Webhook:
    values: dict[str, Any] = {"name": "市平台", "url": url, "place": place, "kinds": ["event"], "secret": "s3"} | more
    webhook = Webhook.objects.create(**values)
    listeners.touch()
    return webhook


# Written with the move


def test_each_move_is_written_down_for_whom_it_concerns(town: towns.Town) -> None:
    here = hook(town.community)
    elsewhere, other_kind = hook(Place.objects.get(code="430211002002")), hook(town.district, kinds=["visit"])
    stopped = hook(town.district, is_active=False)
    event = EVENT.make(town.event(), "accept", actor=town.actor(town.worker), note="我是周芳，电话13812345678")
    begin, accept = (json.loads(d.body) for d in here.deliveries.order_by("pk"))
    assert (begin["move"], begin["from"], begin["to"], begin["version"]) == ("begin", None, "reported", 1)
    assert accept == {
        "id": str(here.deliveries.order_by("-pk")[0].pk),
        "kind": "event",
        "number": event.number,
        "move": "accept",
        "from": "reported",
        "to": "accepted",
        "version": 2,
        "place": towns.GRID,
        "at": timezone.localtime(event.changed_at).isoformat(timespec="milliseconds"),
    }
    assert not any(webhook.deliveries.exists() for webhook in (elsewhere, other_kind, stopped))


def test_nothing_of_a_person_is_told(town: towns.Town) -> None:
    webhook = hook(town.district)
    event = town.event(text="孙小明家漏水", address="三栋 502", phone="+8613812345678", lat=27.8, lon=113.0)
    EVENT.make(event, "reject", actor=town.actor(town.worker), note="请联系周芳")
    told = "".join(delivery.body for delivery in webhook.deliveries.all())
    for secret in ("孙小明", "502", "1381234", "27.8", "周芳", str(town.worker.pk)):
        assert secret not in told


def test_a_move_that_is_undone_was_never_told(town: towns.Town) -> None:
    webhook = hook(town.district)
    event = town.event()

    class Halt(Exception):
        pass

    def act() -> None:
        with transaction.atomic():
            EVENT.make(event, "accept", actor=town.actor(town.worker))
            assert webhook.deliveries.count() == 2
            raise Halt

    with pytest.raises(Halt):
        act()
    assert [delivery.move for delivery in webhook.deliveries.all()] == ["begin"]


def test_a_record_may_be_kept_inside(town: towns.Town, monkeypatch: pytest.MonkeyPatch) -> None:
    webhook = hook(town.district)
    monkeypatch.setattr(Event, "is_told_outside", False)
    town.event()
    assert not webhook.deliveries.exists()


def test_where_there_is_no_webhook_a_move_asks_nothing(town: towns.Town) -> None:
    event, actor = town.event(), town.actor(town.worker)
    with CaptureQueriesContext(connection) as asked:
        EVENT.make(event, "accept", actor=actor)
    assert not [query for query in asked if "webhook" in query["sql"] or "delivery" in query["sql"]]


# Sent


def test_the_signature_verifies(town: towns.Town, receiver: Receiver) -> None:
    webhook = hook(town.district, receiver.url)
    town.event()
    assert sending.send_due() == 1
    ((path, headers, body),) = receiver.got
    delivery = webhook.deliveries.get()
    assert (path, body.decode()) == ("/hook?from=linli", delivery.body)
    assert (headers["Content-Type"], headers["Linli-Delivery"]) == ("application/json", str(delivery.pk))
    assert headers["Host"] == f"{NAME}:{receiver.port}"
    at, given = (part.partition("=")[2] for part in headers["Linli-Signature"].split(","))
    assert abs(int(at) - time.time()) < 60
    assert hmac.compare_digest(given, hmac.new(b"s3", f"{at}.".encode() + body, hashlib.sha256).hexdigest())
    assert (delivery.outcome, delivery.http_status, delivery.attempts) == (Outcome.SENT, 204, 1)
    assert sending.send_due() == 0


def test_a_receiver_that_fails_is_tried_again_and_after_a_day_given_up(town: towns.Town, receiver: Receiver) -> None:
    receiver.status = 500
    with time_machine.travel(MONDAY, tick=False) as clock:
        webhook = hook(town.district, receiver.url)
        town.event()
        waits = []
        for _ in range(ATTEMPTS):
            assert sending.send_due() == 0
            delivery = webhook.deliveries.get()
            waits.append((delivery.next_at - timezone.now()).total_seconds() / 60)
            assert sending.send_due() == 0  # not before its next time
            clock.move_to(max(delivery.next_at, timezone.now()))
        assert waits[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
        assert len(receiver.got) == ATTEMPTS == delivery.attempts
        assert (delivery.outcome, delivery.http_status) == (Outcome.FAILED, 500)
        clock.shift(datetime.timedelta(days=1))
        assert sending.send_due() == 0
        receiver.status = 200
        actions.send_again(delivery, actor=SYSTEM)
        assert sending.send_due() == 1
    ids = {headers["Linli-Delivery"] for _path, headers, _body in receiver.got}
    assert ids == {str(delivery.pk)}


def test_one_that_is_away_does_not_hold_up_the_others(town: towns.Town, receiver: Receiver) -> None:
    dead = hook(town.district, f"https://{NAME}:1/")
    alive = hook(town.district, receiver.url)
    for _ in range(3):
        town.event()
    assert sending.send_due() == 3
    assert alive.deliveries.filter(outcome=Outcome.SENT).count() == 3
    assert sorted(dead.deliveries.values_list("attempts", flat=True)) == [0, 0, 1]
    assert dead.deliveries.get(attempts=1).error == "ConnectionRefusedError"


def test_who_was_killed_while_sending_leaves_it_to_come_again(
    town: towns.Town, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        hook(town.district, receiver.url)
        town.event()

        def killed(delivery: Delivery) -> bool:
            raise SystemExit

        with monkeypatch.context() as patch:
            patch.setattr(sending, "_send", killed)
            with pytest.raises(SystemExit):
                sending.send_due()
        assert sending.send_due() == 0
        clock.shift(sending.CLAIM)
        assert sending.send_due() == 1


def test_a_redirect_is_an_answer_and_is_not_followed(town: towns.Town, receiver: Receiver) -> None:
    receiver.status, receiver.headers = 302, {"Location": "/elsewhere"}
    webhook = hook(town.district, receiver.url)
    town.event()
    assert sending.send_due() == 0
    assert len(receiver.got) == 1
    assert webhook.deliveries.get().http_status == 302


def test_who_answers_a_byte_at_a_time_is_hung_up_on(
    town: towns.Town, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "ALL_SECONDS", 0.5)
    receiver.talk = drip
    webhook = hook(town.district, receiver.url)
    town.event()
    started = time.monotonic()
    assert sending.send_due() == 0
    assert time.monotonic() - started < 3
    assert webhook.deliveries.get().error == "TimeoutError"


def test_a_long_answer_is_not_read_to_its_end(town: towns.Town, receiver: Receiver) -> None:
    def talk(handler: Any) -> None:
        handler.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + b"x" * 100_000)

    receiver.talk = talk
    hook(town.district, receiver.url)
    town.event()
    assert sending.send_due() == 1


def test_another_ones_certificate_is_not_taken(
    town: towns.Town, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = hook(town.district, receiver.url.replace(NAME, "other.example"))
    town.event()
    assert sending.send_due() == 0
    assert webhook.deliveries.get().error == "SSLCertVerificationError"
    assert receiver.got == []


# Never to what only we can reach

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:53aa:64c:0:5efe:80ff:fffe",
    "nonsense",
]


@pytest.mark.parametrize("address", INSIDE)
def test_what_lies_inside_is_refused_when_it_is_typed_in_and_when_it_is_sent(
    town: towns.Town, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Also where only one of several addresses does."""

    def connecting(*args: Any, **options: Any) -> None:
        raise AssertionError("it went out")

    monkeypatch.setattr("linli.kernel.outgoing.socket.create_connection", connecting)
    webhook = hook(town.district)
    town.event()
    for addresses in ((address,), (PUBLIC, address), (address, PUBLIC)):
        resolved(monkeypatch, *addresses)
        with pytest.raises(Invalid) as raised:
            actions.make_webhook(name="x", url="https://x.example/", place=town.district, kinds=["event"], actor=SYSTEM)
        assert "内部网络" in raised.value.errors["url"][0]
        Delivery.objects.update(next_at=timezone.now())
        assert sending.send_due() == 0
        delivery = webhook.deliveries.get()
        assert (delivery.outcome, delivery.error) == (Outcome.WAITING, "not_public")
    assert Webhook.objects.count() == 1


@pytest.mark.parametrize("address", [PUBLIC, "2606:4700::6810:84e5", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_what_lies_outside_is_open(address: str) -> None:
    assert outgoing.is_open(address)


def test_the_installation_may_name_networks_of_its_own(settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = [ip_network("10.20.0.0/16")]
    assert outgoing.is_open("10.20.1.1")
    assert outgoing.is_open("::ffff:10.20.1.1")
    assert not outgoing.is_open("10.21.1.1")


def test_the_name_is_looked_up_once_and_its_address_is_the_one_gone_to(
    town: towns.Town, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """A name that stands for a good address when it is looked at and for a bad one a moment later (DNS rebinding)."""
    asked = resolved(monkeypatch, "127.0.0.1")
    gone_to = []
    real = socket.create_connection

    def connecting(address: tuple[str, int], timeout: float) -> Any:
        gone_to.append(address[0])
        return real(address, timeout)

    monkeypatch.setattr("linli.kernel.outgoing.socket.create_connection", connecting)
    hook(town.district, receiver.url)
    town.event()
    assert sending.send_due() == 1
    # Connecting to the address itself looks nothing up but the address.
    assert [name for name in asked if name != "127.0.0.1"] == [NAME]
    assert gone_to == ["127.0.0.1"]


@pytest.mark.parametrize(
    "url",
    [
        "http://receiver.example/",
        "ftp://receiver.example/",
        "file:///etc/passwd",
        "receiver.example",
        "https://",
        "https:///x",
        "https://user:word@receiver.example/",
        "https://receiver.example\\@127.0.0.1/",
        "https://receiver.example/#x",
        "https://receiver.example/a b",
        "https://receiver.example/\r\nX: y",
        "https://receiver.example:0x50/",
        "https://receiver.example:99999/",
        "https://[::1/",
        "https://receiver.example/路径",
        "https://a..b/",
        "https://-x_/" + "\0",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_address_for_a_webhook(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    resolved(monkeypatch, PUBLIC)
    with pytest.raises(outgoing.Refused) as raised:
        outgoing.target_of(url)
    assert raised.value.reason == outgoing.Reason.BAD_ADDRESS


def test_a_chinese_host_is_asked_for_by_its_ascii_name() -> None:
    assert outgoing.target_of("https://平台.example/x?y=1") == outgoing.Target("xn--kpr97v.example", 443, "/x?y=1")


@pytest.mark.parametrize("url", ["https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://LOCALHOST/"])
def test_other_ways_to_write_this_machine_are_seen_by_what_they_stand_for(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    resolved(monkeypatch, "127.0.0.1")  # what the resolver makes of each of them
    with pytest.raises(outgoing.Refused) as raised:
        outgoing.post(url, b"", {})
    assert raised.value.reason == outgoing.Reason.NOT_PUBLIC


# The administrator's pages


def filled_in(place: str, **more: Any) -> dict[str, Any]:
    return {"name": "市平台", "url": "https://receiver.example/hook", "place": place, "kinds": ["event"]} | more


def test_made_and_its_secret_shown_once(town: towns.Town, admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved(monkeypatch, PUBLIC)
    client = signed_in(admin)
    assert client.get(reverse("webhook_new")).status_code == 200
    values = filled_in(towns.COMMUNITY, key="form-1")
    answer = client.post(reverse("webhook_new"), values)
    webhook = Webhook.objects.get()
    assert webhook.secret.startswith(actions.PREFIX)
    assert webhook.secret in answer.content.decode()
    # The same form again, by the browser's Back, makes no second one.
    assert webhook.secret in client.post(reverse("webhook_new"), values).content.decode()
    assert Webhook.objects.count() == 1
    stored = Webhook.objects.values_list("secret", flat=True).get()
    assert webhook.secret not in stored
    for address in (reverse("webhooks"), reverse("webhook", args=[webhook.pk])):
        assert webhook.secret not in client.get(address).content.decode()
    entry = Entry.objects.get(action="webhook.make")
    assert entry.facts["host"] == "receiver.example"
    assert webhook.secret not in entry.detail
    assert "/hook" not in entry.detail


@pytest.mark.parametrize(
    ("changes", "anchor"),
    [
        ({"url": "http://receiver.example/"}, "id_url"),
        ({"url": ""}, "id_url"),
        ({"kinds": []}, "field-kinds"),
        ({"kinds": ["nothing"]}, "field-kinds"),
        ({"place": "430212"}, "id_place"),
        ({"name": ""}, "id_name"),
    ],
)
def test_what_cannot_be_is_told_by_the_field(
    town: towns.Town, admin: User, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], anchor: str
) -> None:
    resolved(monkeypatch, PUBLIC)
    answer = signed_in(admin).post(reverse("webhook_new"), filled_in(towns.DISTRICT) | changes)
    assert answer.status_code == 422
    assert f'href="#{anchor}"' in answer.content.decode()
    assert not Webhook.objects.exists()


def test_a_name_that_stands_for_nothing_is_told(town: towns.Town, admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved(monkeypatch)
    answer = signed_in(admin).post(reverse("webhook_new"), filled_in(towns.DISTRICT))
    assert answer.status_code == 422
    assert "没有找到这台主机" in answer.content.decode()


def test_stopped_started_and_sent_again(town: towns.Town, admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved(monkeypatch, PUBLIC)
    client, webhook = signed_in(admin), hook(town.district)
    town.event()
    address = reverse("webhook", args=[webhook.pk])
    assert client.post(address, filled_in(towns.DISTRICT)).status_code == 302
    webhook.refresh_from_db()
    delivery = webhook.deliveries.get()
    assert (webhook.is_active, delivery.outcome, delivery.error) == (False, Outcome.FAILED, "stopped")
    town.event()
    assert webhook.deliveries.count() == 1
    assert "已停用" in client.get(address).content.decode()
    assert client.post(address, filled_in(towns.DISTRICT, is_active="on")).status_code == 302
    assert client.post(reverse("delivery_again", args=[webhook.pk, delivery.pk])).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.outcome, delivery.attempts) == (Outcome.WAITING, 0)
    actions_done = list(Entry.objects.filter(subject_kind="webhook").order_by("pk").values_list("action", flat=True))
    assert actions_done == ["webhook.edit", "webhook.edit", "webhook.again"]


def test_the_log_tells_what_became_of_each(town: towns.Town, admin: User) -> None:
    webhook = hook(town.district)
    for values in (
        {"outcome": Outcome.SENT, "http_status": 204, "attempts": 1},
        {"outcome": Outcome.FAILED, "http_status": 500, "attempts": 30},
        {"outcome": Outcome.WAITING, "error": "not_public", "attempts": 2},
        {"outcome": Outcome.WAITING, "error": "TimeoutError", "attempts": 2},
    ):
        event = town.event()
        webhook.deliveries.filter(number=event.number).update(**values)
    text = signed_in(admin).get(reverse("webhook", args=[webhook.pk])).content.decode()
    for words in ("HTTP 204", "HTTP 500", "内部网络", "TimeoutError", "上报"):
        assert words in text


def test_each_administrator_sees_those_of_the_places_of_the_post(town: towns.Town, admin: User) -> None:
    local = towns.user("街道系统")
    towns.post(local, Role.SYSTEM_ADMIN, Place.objects.get(code="430211002002"))
    staffing.touch()
    webhook = hook(town.community)
    town.event()
    delivery = webhook.deliveries.get()
    client = signed_in(local)
    assert webhook.name not in client.get(reverse("webhooks")).content.decode()
    assert client.get(reverse("webhook", args=[webhook.pk])).status_code == 404
    assert client.post(reverse("webhook", args=[webhook.pk]), filled_in(towns.DISTRICT)).status_code == 404
    assert client.post(reverse("delivery_again", args=[webhook.pk, delivery.pk])).status_code == 404
    for act in (
        lambda: actions.send_again(delivery, actor=actor_of(local)),
        lambda: actions.make_webhook(name="x", url="https://x/", place=town.district, kinds=[], actor=actor_of(local)),
    ):
        with pytest.raises(NotFound):
            act()
    # A delivery of another webhook is not this one's.
    other = hook(town.district)
    assert signed_in(admin).post(reverse("delivery_again", args=[other.pk, delivery.pk])).status_code == 404


def test_the_pages_ask_the_same_of_the_database_however_much_there_is(town: towns.Town, admin: User) -> None:
    client = signed_in(admin)
    webhook = hook(town.district)
    town.event()

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    addresses = [reverse("webhooks"), reverse("webhook", args=[webhook.pk])]
    short = [queries(address) for address in addresses]
    for _ in range(5):
        hook(town.district)
        town.event()
    assert [queries(address) for address in addresses] == short


def test_old_deliveries_are_forgotten(town: towns.Town) -> None:
    webhook = hook(town.district)
    with time_machine.travel(MONDAY):
        town.event()
        assert sending.forget_old() == 0
    town.event()
    assert sending.forget_old() == 1
    assert webhook.deliveries.count() == 1


def test_visitors_are_sent_to_the_door(town: towns.Town) -> None:
    assert "/accounts/login/" in Client().get(reverse("webhooks"))["Location"]


class TestTwoAtOnce:
    pytestmark = ON_POSTGRESQL

    def _send_twice(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        town = towns.build()
        hook(town.district)
        for _ in range(10):
            town.event()
        sent: list[str] = []

        def post(url: str, body: bytes, headers: dict[str, str]) -> int:
            sent.append(headers["Linli-Delivery"])
            time.sleep(0.01)
            return 200

        monkeypatch.setattr(outgoing, "post", post)
        at_once(*[sending.send_due] * 4)
        assert not Delivery.objects.exclude(outcome=Outcome.SENT).exists()
        return sent

    def test_each_delivery_is_sent_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sent = self._send_twice(monkeypatch)
        assert len(sent) == len(set(sent)) == 10

    def test_without_the_lock_some_would_be_sent_twice(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
        assert len(self._send_twice(monkeypatch)) > 10
