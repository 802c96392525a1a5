"""The administrator's pages of webhooks."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.audit.models import Entry
from linli.inbox.models import Webhook
from linli.inbox.webhooks import actions, sending
from linli.inbox.webhooks.models import Outcome
from linli.kernel.problems import NotFound
from linli.people.actors import actor_of
from linli.people.models import User
from linli.people.roles import Role
from linli.people.staffing import staffing
from linli.places.models import Place
from tests.events import town as towns
from tests.inbox.hooks import MONDAY, PUBLIC, hook
from tests.inbox.receiver import resolved
from tests.people.factories import signed_in


@pytest.fixture
def admin(town: towns.Town) -> User:
    user = towns.user("系统")
    towns.post(user, Role.SYSTEM_ADMIN, town.district)
    staffing.touch()
    return user


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
