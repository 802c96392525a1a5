import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from linli.events.core.flows import EVENT
from linli.events.core.payloads import Evidence
from tests.events import town as towns


@pytest.fixture
def town(db: None) -> towns.Town:
    return towns.build()


def test_a_community_names_who_is_there_today(town: towns.Town, client: Client) -> None:
    address = reverse("community", args=[town.community.code])
    assert "何伟" not in client.get(address).content.decode()
    day = datetime.date(2026, 11, 20)
    town.absent(town.clerk, day, day)
    with time_machine.travel(datetime.datetime(2026, 11, 20, 2, tzinfo=datetime.UTC)):
        page = client.get(address).content.decode()
    assert "何伟（代陈静）" in page
    assert "周芳" in page


def test_a_community_tells_what_was_done_but_not_what_was_said(town: towns.Town, client: Client) -> None:
    event = town.event(text="李阿姨家门口的路灯")

    EVENT.make(event, "solve", actor=town.actor(town.worker), data=Evidence([]), note="好了")
    page = client.get(reverse("community", args=[town.community.code])).content.decode()
    assert "路灯" in page
    assert "李阿姨" not in page
    assert event.number not in page
