"""Webhooks go out of here, and never to what only we can reach."""

import socket
from ipaddress import ip_network
from typing import Any

import pytest
from django.utils import timezone

from linli.inbox.models import Delivery, Webhook
from linli.inbox.webhooks import actions, sending
from linli.inbox.webhooks.models import Outcome
from linli.kernel import outgoing
from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Invalid
from tests.events import town as towns
from tests.inbox.hooks import PUBLIC, hook
from tests.inbox.receiver import NAME, Receiver, resolved

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
