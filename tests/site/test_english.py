"""Whoever asks for English gets it: Chinese reaches such a page only as data."""

from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from linli.audit.words import kinds
from linli.events.core.models import Category
from linli.kernel.models import Holiday
from linli.people.models import Unit, User
from linli.people.roles import Role
from linli.places.models import Place
from tests.events import town as towns
from tests.events.town import Town
from tests.people.factories import make_post, signed_in
from tests.site.test_translations import ENGLISH, HAN

ENGLISH_PLEASE = {"accept-language": "en"}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue as the pages use it, compiled here: a fresh clone has none."""
    folder = tmp_path_factory.mktemp("locale")
    target = folder / "en/LC_MESSAGES/django.mo"
    target.parent.mkdir(parents=True)
    with ENGLISH.open("rb") as source, target.open("wb") as file:
        write_mo(file, read_po(source))
    return folder


@pytest.fixture
def town(db: None, settings: Any, compiled: Path) -> Town:
    settings.LOCALE_PATHS = [compiled]
    return towns.build()


def foreign(page: str) -> list[str]:
    """Chinese on a page that is neither the name of something nor what somebody wrote."""
    data = {"简体中文", "三栋门口路灯不亮"}
    data |= {name for place in Place.objects.all() for name in (place.name, place.short_name)}
    for names in (Category.objects, Unit.objects, User.objects, Holiday.objects):
        data |= set(names.values_list("name", flat=True))
    data |= set(Holiday.objects.values_list("source", flat=True))
    toy = kinds["loan"]  # of the tests, and in no catalogue
    data |= {str(words) for words in (toy.title, *toy.acts.values(), *toy.states.values(), *toy.facts.values())}
    return [run for run in HAN.findall(page) if not any(run in text for text in data)]


def read_english(client: Client, *address: Any, status: int = 200) -> str:
    response = client.get(reverse(address[0], args=address[1:]), headers=ENGLISH_PLEASE)
    assert response.status_code == status
    page: str = response.content.decode()
    assert foreign(page) == []
    assert '<html lang="en"' in page
    return page


def test_a_resident_reads_english(town: Town, client: Client) -> None:
    receipt = town.report()
    assert "Which community are you in?" in read_english(client, "home")
    assert "Report a problem" in read_english(client, "community", town.community.code)
    assert "Dispatched" in read_english(client, "flow", "event")
    for address in (("report_at", town.community.code), ("track",), ("account_login",)):
        read_english(client, *address)
    read_english(client, "community", "430211009009", status=404)
    answer = client.post(reverse("report_at", args=[town.community.code]), {"text": ""}, headers=ENGLISH_PLEASE)
    assert "correcting" in answer.content.decode()
    assert foreign(answer.content.decode()) == []
    tracking = {"number": receipt.event.number, "secret": receipt.secret}
    answer = client.post(reverse("track"), tracking, headers=ENGLISH_PLEASE, follow=True)
    assert "Reported" in answer.content.decode()
    assert foreign(answer.content.decode()) == []


def test_those_who_work_here_read_english(town: Town) -> None:
    number = town.event().number
    for user, addresses in {
        town.worker: [("morning",), ("events",), ("event", number), ("event_move", number, "reject"), ("event_new",)],
        town.clerk: [("messages",), ("absences",), ("tokens",), ("place", town.district.code)],
    }.items():
        for address in addresses:
            read_english(signed_in(user), *address)


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.SYSTEM_ADMIN, ["categories", "category_new", "rules", "holidays", "units", "unit_new"]),
        (Role.SECURITY_ADMIN, ["users", "user_new", "posts", "post_new"]),
        (Role.AUDITOR, ["audit_trail"]),
    ],
)
def test_administrators_read_english(town: Town, role: Role, names: list[str]) -> None:
    client = signed_in(make_post(role=role, place=town.district).user)
    for name in names:
        read_english(client, name)


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_even_failures_are_told_in_english(settings: Any, compiled: Path, name: str) -> None:
    settings.LOCALE_PATHS = [compiled]
    with translation.override("en"):
        page = render_to_string(name)
    assert '<html lang="en"' in page
    assert HAN.findall(page) == []
