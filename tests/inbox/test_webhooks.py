"""Webhooks: written with the move, signed, sent again and again."""

import datetime
import hashlib
import hmac
import json
import time
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.events.core.flows import EVENT
from linli.events.core.models import Event
from linli.inbox.models import Delivery
from linli.inbox.retries import ATTEMPTS
from linli.inbox.webhooks import actions, sending
from linli.inbox.webhooks.models import Outcome
from linli.kernel import outgoing
from linli.kernel.actor import SYSTEM
from linli.places.models import Place
from tests.events import town as towns
from tests.inbox.hooks import MONDAY, hook
from tests.inbox.receiver import NAME, Receiver, drip
from tests.races import ON_POSTGRESQL, at_once


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
    event = town.event(text="孙小明家漏水", address="三栋 502", phone="+8613812345678", lat=27.81234, lon=113.0)
    EVENT.make(event, "reject", actor=town.actor(town.worker), note="请联系周芳")
    told = "".join(delivery.body for delivery in webhook.deliveries.all())
    for secret in ("孙小明", "三栋 502", "1381234", "27.81234", "周芳", str(town.worker.pk)):
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
