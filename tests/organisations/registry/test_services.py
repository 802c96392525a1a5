"""What an organisation offers, its people, its charter and its hub."""

import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.audit.models import Entry
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.registry.actions import Joining
from linli.organisations.registry.flows import ORGANISATION
from linli.organisations.registry.models import Member, Organisation, Service, WorkField
from linli.organisations.registry.services.actions import Chosen, Offered
from linli.people.models import User
from tests.organisations.world import World
from tests.people.factories import signed_in

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def offered(world: World, **values: Any) -> Service:
    """A service of the club."""
    said = {"name": "图书角开放", "field": WorkField.objects.get(code="culture"), "summary": "借书还书", **values}
    ORGANISATION.make(world.club, "add_service", actor=world.actor(world.teacher), data=Offered(said))
    return Service.objects.get(name=said["name"], organisation=world.club)


def move(world: World, who: User, act: str, /, **data: Any) -> Any:
    return signed_in(who).post(f"/records/organisation/{world.club.number}/{act}/", data)


def test_its_people_say_what_it_offers_by_page(world: World) -> None:
    culture = WorkField.objects.get(code="culture")
    answer = move(
        world,
        world.teacher,
        "add_service",
        name="共读",
        field=culture.pk,
        summary="每周共读",
        weekdays=["6", "2"],
        opens_at="19:00",
        closes_at="21:00",
        for_whom="所有居民",
    )
    assert answer.status_code == 302
    service = Service.objects.get()
    assert (service.weekdays, service.hours, service.path) == ("26", "周二、周六 19:00–21:00", world.club.path)
    page = signed_in(world.teacher).get(world.club.get_absolute_url()).content.decode()
    assert "周二、周六 19:00–21:00" in page
    assert f"edit_service/?service={service.pk}" in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"closes_at": ""}, "closes_at"),
        ({"opens_at": "21:00", "closes_at": "19:00"}, "closes_at"),
        ({"weekdays": ["8"]}, "weekdays"),
        ({"field": str(uuid.uuid4())}, "field"),
        ({"name": "很" * 81}, "name"),
        ({"lat": "27.8"}, "__all__"),
        ({"lat": "97.8", "lon": "113"}, "lat"),
    ],
)
def test_what_is_no_service(world: World, wrong: dict[str, Any], field: str) -> None:
    right = {"name": "共读", "field": WorkField.objects.get(code="culture").pk, "summary": "x"}
    hours = {"opens_at": "19:00", "closes_at": "21:00"}
    answer = move(world, world.teacher, "add_service", **(right | hours | wrong))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors if answer.context else True
    assert not Service.objects.exists()


def test_two_services_of_one_name(world: World) -> None:
    offered(world)
    with pytest.raises(Invalid) as refused:
        offered(world)
    assert "name" in refused.value.errors


def test_changing_one_keeps_its_id_and_the_history_says_what_changed(world: World) -> None:
    service = offered(world, weekdays="6")
    said = {
        "service": service.pk,
        "name": "图书角",
        "field": service.field_id,
        "summary": "借书还书",
        "weekdays": ["6", "7"],
    }
    assert move(world, world.teacher, "edit_service", **said).status_code == 302
    service.refresh_from_db()
    assert service.name == "图书角"
    changed = json.loads(Entry.objects.get(action="organisation.edit_service").detail)["changed"]
    assert changed["name"] == ["图书角开放", "图书角"]
    page = signed_in(world.officer).get(world.club.get_absolute_url()).content.decode()
    assert "改过什么" in page
    assert "<td>图书角开放</td><td>图书角</td>" in page


def test_stopping_and_resuming(world: World) -> None:
    service = offered(world)
    teacher = world.actor(world.teacher)
    ORGANISATION.make(world.club, "stop_service", actor=teacher, data=Chosen(service))
    service.refresh_from_db()
    assert not service.is_offered
    assert move(world, world.teacher, "stop_service", service=service.pk).status_code == 422
    assert move(world, world.teacher, "resume_service", service=service.pk).status_code == 302
    service.refresh_from_db()
    assert service.is_offered


def test_nobody_touches_the_service_of_another(world: World) -> None:
    service = offered(world)
    other = world.organisation(name="合唱团")
    with pytest.raises(Forbidden):
        ORGANISATION.make(other, "stop_service", actor=world.actor(world.officer), data=Chosen(service))
    assert move(world, world.stranger, "add_service", name="x").status_code == 404


def test_members_are_kept_sealed_and_shown_masked(world: World) -> None:
    said = {"name": "李桂芳", "role": "leader", "phone": "13812345678", "joined_on": "2026-01-05"}
    assert move(world, world.teacher, "add_member", **said).status_code == 302
    raw = Member.objects.values_list("name", flat=True).get()
    assert "李桂芳" not in raw
    page = signed_in(world.officer).get(world.club.get_absolute_url()).content.decode()
    assert "李**" in page
    assert "李桂芳" not in page
    assert "李桂芳" not in "".join(Entry.objects.values_list("detail", flat=True))


def test_who_needs_the_whole_says_why(world: World) -> None:
    move(world, world.teacher, "add_member", name="李桂芳", role="leader", phone="13812345678", joined_on="2026-01-05")
    address = f"{world.club.get_absolute_url()}people/"
    officer = signed_in(world.officer)
    assert "李桂芳" not in officer.get(address).content.decode()
    refused = officer.post(address, {"note": " "})
    assert refused.status_code == 422
    assert "李桂芳" not in refused.content.decode()
    assert not Entry.objects.filter(action="organisation.unmask").exists()
    shown = officer.post(address, {"note": "核对备案材料"})
    assert "李桂芳" in shown.content.decode()
    assert "13812345678" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert Entry.objects.get(action="organisation.unmask").words["note"] == "核对备案材料"
    assert signed_in(world.clerk).get(address).status_code == 404


def test_a_member_changes_and_leaves(world: World) -> None:
    move(world, world.teacher, "add_member", name="李桂芳", role="member", phone="13812345678", joined_on="2026-01-05")
    member = Member.objects.get()
    assert move(world, world.teacher, "edit_member", member=member.pk, role="leader").status_code == 302
    member.refresh_from_db()
    assert (member.role, member.name, member.phone) == ("leader", "李桂芳", "13812345678")
    early = move(world, world.teacher, "member_left", member=member.pk, on="2025-01-05")
    assert early.status_code == 422
    assert move(world, world.teacher, "member_left", member=member.pk, on="2026-02-05").status_code == 302
    assert move(world, world.teacher, "member_left", member=member.pk, on="2026-02-06").status_code == 422


def test_the_charter_is_a_pdf_for_those_who_may_read_it(world: World) -> None:
    wrong = move(world, world.teacher, "keep_charter", document=SimpleUploadedFile("a.pdf", b"%PDF-1.7 cut"))
    assert wrong.status_code == 422
    right = move(world, world.teacher, "keep_charter", document=SimpleUploadedFile("a.pdf", PDF))
    assert right.status_code == 302
    world.club.refresh_from_db()
    assert world.club.has_charter
    address = f"{world.club.get_absolute_url()}charter/"
    answer = signed_in(world.clerk).get(address)
    assert answer.content == PDF
    assert "attachment" in answer["Content-Disposition"]
    assert signed_in(world.stranger).get(address).status_code == 404


def test_a_group_belongs_to_a_hub_and_not_in_a_ring(world: World) -> None:
    hub = world.organisation(name="街道枢纽", role="hub", place=world.subdistrict)
    above = world.organisation(name="区中心", role="comprehensive", place=world.district)
    officer, bureau = world.actor(world.officer), world.actor(world.bureau)
    club = ORGANISATION.make(world.club, "set_hub", actor=officer, data=Joining(hub))
    assert club.hub == hub
    ORGANISATION.make(hub, "set_hub", actor=bureau, data=Joining(above))
    with pytest.raises(Invalid):
        ORGANISATION.make(above, "set_hub", actor=bureau, data=Joining(Organisation.objects.get(pk=hub.pk)))
    with pytest.raises(Forbidden):
        ORGANISATION.make(club, "set_hub", actor=world.actor(world.teacher), data=Joining(None))


def test_the_list_is_filtered_and_exported(world: World) -> None:
    world.organisation(name="街道枢纽", role="hub", place=world.subdistrict)
    officer = signed_in(world.officer)
    for query, names in (
        ("role=hub", {"街道枢纽"}),
        ("kind=group&field=culture", {"邻里读书会"}),
        (f"place={world.community.code}", {"邻里读书会"}),
        ("agency=1", set()),
        ("role=nothing&kind=x&field=x&place=zz", {"街道枢纽", "邻里读书会"}),
    ):
        page = officer.get(f"/organisations/?{query}").content.decode()
        assert {name for name in ("街道枢纽", "邻里读书会") if f">{name}</a></th>" in page} == names, query
    answer = officer.get("/records/organisation/export/?role=hub")
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert b"".join(answer).startswith(b"PK")
    assert json.loads(Entry.objects.get(action="organisation.export").detail)["filters"] == {"role": "hub"}


def test_the_fields_of_work_are_the_districts(world: World) -> None:
    admin = signed_in(world.bureau)
    assert admin.get("/setup/fields/").status_code == 404
