"""Categories and their responsible units: set up by the system administrator, each change on the trail."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.audit.models import Entry
from linli.events.core.models import Category, ResponsibleUnit
from linli.events.core.setup.actions import drop_responsible, edit_category, make_category, set_responsible
from linli.kernel.problems import Invalid, NotFound
from linli.people.actors import StaffActor
from tests.people.factories import (
    COMMUNITY,
    DISTRICT,
    OTHER_STREET,
    STREET,
    actor_with,
    make_post,
    make_unit,
    signed_in,
)
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(db: None) -> StaffActor:
    return actor_with(system_admin=True)


@pytest.fixture
def client(db: None) -> Client:
    make_place(COMMUNITY)
    return signed_in(make_post(system_admin=True).user)


def actions() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


def test_a_category_is_made_and_edited(system: StaffActor) -> None:
    top = make_category(code="Facilities", name="公共设施", actor=system)
    lamp = make_category(code="lamp", name="路灯", parent=top, needs_photo=True, actor=system)
    assert (top.code, lamp.parent) == ("facilities", top)
    edit_category(
        lamp, name="灯", parent=top, position=2, needs_photo=False, is_confidential=False, is_active=False, actor=system
    )
    lamp.refresh_from_db()
    assert (lamp.name, lamp.position, lamp.needs_photo, lamp.is_active) == ("灯", 2, False, False)
    assert actions() == ["category.make", "category.make", "category.edit"]


def test_the_tree_has_two_levels_and_no_circle(system: StaffActor) -> None:
    top = make_category(code="top", name="上", actor=system)
    child = make_category(code="child", name="下", parent=top, actor=system)
    other = make_category(code="other", name="另", actor=system)
    as_it_is: dict[str, Any] = {
        "name": "x",
        "position": 0,
        "needs_photo": False,
        "is_confidential": False,
        "is_active": True,
    }
    with pytest.raises(Invalid):
        make_category(code="deep", name="深", parent=child, actor=system)
    for category, parent in ((top, top), (top, other)):
        with pytest.raises(Invalid):
            edit_category(category, parent=parent, **as_it_is, actor=system)
    assert Category.objects.get(code="top").parent is None


def test_a_code_is_taken_once(system: StaffActor) -> None:
    make_category(code="lamp", name="路灯", actor=system)
    with pytest.raises(Invalid) as raised:
        make_category(code="LAMP", name="灯", actor=system)
    assert list(raised.value.errors) == ["code"]


def test_one_responsible_unit_for_a_place(system: StaffActor) -> None:
    lamp = make_category(code="lamp", name="路灯", actor=system)
    first, second, place = make_unit(), make_unit(), make_place(STREET)
    row = set_responsible(lamp, place, first, actor=system)
    assert set_responsible(lamp, place, second, actor=system).pk == row.pk
    assert ResponsibleUnit.objects.get().unit == second
    drop_responsible(ResponsibleUnit.objects.get(), actor=system)
    assert not ResponsibleUnit.objects.exists()
    assert actions() == ["category.make", *["category.responsible"] * 2, "category.not_responsible"]


@pytest.mark.parametrize("trait", ["security_admin", "auditor", "dispatcher", "leader", "handler"])
def test_nobody_else_sets_up(trait: str, system: StaffActor) -> None:
    lamp = make_category(code="lamp", name="路灯", actor=system)
    row = set_responsible(lamp, make_place(DISTRICT), make_unit(), actor=system)
    stranger = make_post(**{trait: True})
    actor = actor_with(**{trait: True})
    for act in (
        lambda: make_category(code="x", name="x", actor=actor),
        lambda: edit_category(
            lamp,
            name="x",
            parent=None,
            position=0,
            needs_photo=False,
            is_confidential=False,
            is_active=True,
            actor=actor,
        ),
        lambda: set_responsible(lamp, make_place(STREET), make_unit(), actor=actor),
        lambda: drop_responsible(row, actor=actor),
    ):
        with pytest.raises(NotFound):
            act()
    browser = signed_in(stranger.user)
    for address in addresses(row):
        assert browser.get(address).status_code == 404
        assert browser.post(address).status_code == 404


def addresses(row: ResponsibleUnit) -> list[str]:
    return [
        reverse("categories"),
        reverse("category_new"),
        reverse("category", args=["lamp"]),
        reverse("responsible_set", args=["lamp"]),
        reverse("responsible_drop", args=["lamp", row.pk]),
    ]


def test_units_are_set_within_the_reach_only(system: StaffActor) -> None:
    lamp = make_category(code="lamp", name="路灯", actor=system)
    local = actor_with(system_admin=True, place=make_place(STREET))
    set_responsible(lamp, make_place(COMMUNITY), make_unit(), actor=local)
    with pytest.raises(NotFound):
        set_responsible(lamp, make_place(OTHER_STREET), make_unit(), actor=local)
    row = set_responsible(lamp, make_place(OTHER_STREET), make_unit(), actor=system)
    with pytest.raises(NotFound):
        drop_responsible(row, actor=local)


def test_from_the_form_to_the_tree(client: Client) -> None:
    unit = make_unit(name="区城管局")
    made = client.post(reverse("category_new"), {"name": "公共设施", "code": "facilities", "position": "1"})
    assert made.headers["Location"] == reverse("category", args=["facilities"])
    top = Category.objects.get()
    client.post(reverse("category_new"), {"name": "路灯", "code": "lamp", "parent": top.pk, "position": "1"})
    set_unit = {"place": f"{STREET} 街道", "unit": unit.pk}
    assert client.post(reverse("responsible_set", args=["facilities"]), set_unit).status_code == 302
    text = client.get(reverse("categories")).content.decode()
    assert "区城管局" in text
    assert "同上级" in text
    assert unit.name in client.get(reverse("category", args=["facilities"])).content.decode()
    changed = {"name": "路灯坏了", "parent": top.pk, "position": "3", "needs_photo": "on", "is_active": "on"}
    assert client.post(reverse("category", args=["lamp"]), changed).status_code == 302
    lamp = Category.objects.get(code="lamp")
    assert (lamp.name, lamp.needs_photo, lamp.is_active, lamp.parent) == ("路灯坏了", True, True, top)


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"code": "路灯"}, {"code": "a b"}, {"position": "-1"}, {"parent": "x"}, {"code": "used"}]
)
def test_what_cannot_be_is_told_by_the_field(client: Client, system: StaffActor, changes: dict[str, str]) -> None:
    make_category(code="used", name="已有", actor=system)
    (field,) = changes
    answer = client.post(reverse("category_new"), {"name": "路灯", "code": "lamp", "position": "0"} | changes)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()
    assert Category.objects.count() == 1


def test_the_tree_takes_as_many_queries_for_many_as_for_few(
    client: Client, system: StaffActor, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        top = make_category(code=f"top{number}", name="上", actor=system)
        for part in range(5):
            child = make_category(code=f"child{number}-{part}", name="下", parent=top, actor=system)
            set_responsible(child, make_place(STREET), make_unit(), actor=system)
    with django_assert_max_num_queries(11):
        assert client.get(reverse("categories")).status_code == 200
