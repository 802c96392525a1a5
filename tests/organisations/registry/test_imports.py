"""Bringing in a registry from before."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from linli.audit.models import Entry
from linli.flow import timeline
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.registry.codes import LETTERS, check_character
from linli.organisations.registry.imports.actions import look_at, take_in
from linli.organisations.registry.models import Organisation, OrganisationImport
from tests.organisations.world import NEXT_DOOR, World
from tests.people.factories import signed_in

HEADS = ("名称", "社区", "类别", "领域", "统一社会信用代码", "登记日期", "备案编号", "备案日期", "备注")
CODE = "52430211MJ0000001"
GOOD = CODE + check_character(CODE)
WRONG = CODE + next(letter for letter in LETTERS if letter != GOOD[-1])


def sheet(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    active: Any = book.active
    for row in (HEADS, *rows):
        active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def look(world: World, *rows: tuple[Any, ...]) -> OrganisationImport:
    return look_at(sheet(*rows), file_name="名录.xlsx", place=world.district, actor=world.actor(world.bureau))


def row(world: World, **changes: Any) -> tuple[Any, ...]:
    cells = dict.fromkeys(HEADS, None) | {"名称": "合唱团", "社区": world.community.code} | changes
    return tuple(cells[head] for head in HEADS)


def test_nothing_enters_before_one_has_seen_it(world: World) -> None:
    run = look(world, row(world))
    assert (run.new, run.known, run.errors) == (1, 0, [])
    assert not Organisation.objects.filter(name="合唱团").exists()


def test_each_comes_in_the_state_that_its_papers_say(world: World) -> None:
    run = look(
        world,
        row(world),
        row(world, 名称="理发队", 备案编号="备3", 备案日期="2024年3月5日", 领域="便民服务、公益"),
        row(world, 名称="社工中心", 类别="民非", 统一社会信用代码=GOOD.lower(), 登记日期="2023/4/6"),
    )
    done = take_in(run, actor=world.actor(world.bureau))
    assert (done.new, done.errors) == (3, [])
    states = dict(Organisation.objects.exclude(pk=world.club.pk).values_list("name", "state"))
    assert states == {"合唱团": "listed", "理发队": "on_file", "社工中心": "registered"}
    barber = Organisation.objects.get(name="理发队")
    assert {field.code for field in barber.fields.all()} == {"convenience", "welfare"}
    assert [line.action for line in timeline.for_staff(barber)] == ["begin", "enter_filing", "adopt"]
    assert Organisation.objects.get(name="社工中心").code == GOOD
    assert Entry.objects.get(action="organisation.import").facts["new"] == 3


def test_the_same_file_again_changes_nothing(world: World) -> None:
    rows = [row(world), row(world, 名称="社工中心", 类别="民非", 统一社会信用代码=GOOD, 登记日期="2023-04-06")]
    take_in(look(world, *rows), actor=world.actor(world.bureau))
    again = take_in(look(world, *rows), actor=world.actor(world.bureau))
    assert (again.new, again.known) == (0, 2)
    assert Organisation.objects.count() == 3


def test_one_file_is_taken_in_once(world: World) -> None:
    run = look(world, row(world))
    take_in(run, actor=world.actor(world.bureau))
    with pytest.raises(Conflict):
        take_in(run, actor=world.actor(world.bureau))
    assert Organisation.objects.filter(name="合唱团").count() == 1


def test_it_is_looked_at_again_when_it_is_taken_in(world: World) -> None:
    run = look(world, row(world))
    world.organisation(name="合唱团")
    done = take_in(run, actor=world.actor(world.bureau))
    assert (done.new, done.known) == (0, 1)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"名称": None, "类别": "社团"}, "缺少名称"),
        ({"名称": "很" * 81}, "超过 80 个字"),
        ({"社区": "没有的社区"}, "没有这个地点"),
        ({"社区": None}, "没有这个地点"),
        ({"社区": NEXT_DOOR + "9"}, "没有这个地点"),
        ({"类别": "公司"}, "看不懂“公司”"),
        ({"领域": "航天"}, "没有这个领域"),
        ({"统一社会信用代码": WRONG, "登记日期": "2023-04-06"}, "校验位"),
        ({"统一社会信用代码": "123", "登记日期": "2023-04-06"}, "18 位"),
        ({"统一社会信用代码": GOOD}, "缺少登记日期"),
        ({"登记日期": "2023-04-06"}, "缺少信用代码"),
        ({"备案编号": "备1"}, "一起填写"),
        ({"备案日期": "2023-04-06"}, "一起填写"),
        ({"备案编号": "备1", "备案日期": "2023-02-30"}, "看不懂日期"),
        ({"备案编号": "备1", "备案日期": "去年"}, "看不懂日期"),
        ({"备案编号": "备1", "备案日期": "2099-01-01"}, "在今天之后"),
        ({"备案编号": "备1", "备案日期": "2023-04-06", "类别": "业委会"}, "只有社会组织才备案"),
    ],
)
def test_rows_that_are_wrong(world: World, changes: dict[str, Any], why: str) -> None:
    run = look(world, row(world, 名称="好的"), row(world, **changes))
    assert run.new == 1
    ((number, reason),) = run.errors
    assert number == 3
    assert why in reason
    assert take_in(run, actor=world.actor(world.bureau)).new == 1


def test_two_rows_of_one(world: World) -> None:
    registered = {"类别": "民非", "统一社会信用代码": GOOD, "登记日期": "2023-04-06"}
    run = look(world, row(world), row(world), row(world, 名称="甲", **registered), row(world, 名称="乙", **registered))
    assert run.new == 2
    assert [number for number, _why in run.errors] == [3, 5]


def test_one_name_in_one_place_with_another_code(world: World) -> None:
    registered = {"名称": "社工中心", "类别": "民非", "统一社会信用代码": GOOD, "登记日期": "2023-04-06"}
    take_in(look(world, row(world, **registered)), actor=world.actor(world.bureau))
    other = "52430211MJ0000002"
    run = look(world, row(world, **registered | {"统一社会信用代码": other + check_character(other)}))
    assert "信用代码不同" in run.errors[0][1]


def test_what_is_no_registry(world: World) -> None:
    def refused(data: bytes) -> None:
        with pytest.raises(Invalid):
            look_at(data, file_name="x", place=world.district, actor=world.actor(world.bureau))

    refused(b"")
    refused(b"\x89PNG\0\0\0")
    refused("姓名,电话\n李,1".encode())


def test_nobody_imports_outside_their_places(world: World) -> None:
    with pytest.raises(Forbidden):
        look_at(sheet(), file_name="x", place=world.district, actor=world.actor(world.officer))


def test_by_page(world: World) -> None:
    officer = signed_in(world.officer)
    data = {"place": world.subdistrict.code, "file": SimpleUploadedFile("名录.csv", "名称,社区\n合唱团,\n".encode())}
    answer = officer.post("/organisations/imports/", data)
    assert answer.status_code == 302
    page = officer.get(answer["Location"]).content.decode()
    assert "没有这个地点" in page
    assert signed_in(world.stranger).get(answer["Location"]).status_code == 404
    assert signed_in(world.teacher).get("/organisations/imports/").status_code == 404
    wrong = officer.post("/organisations/imports/", {**data, "file": SimpleUploadedFile("x.csv", b"a,b\n1,2")})
    assert wrong.status_code == 422
    good = SimpleUploadedFile("名录.csv", f"名称,社区\n合唱团,{world.community.code}\n".encode("gb18030"))
    answer = officer.post("/organisations/imports/", {**data, "file": good})
    officer.post(answer["Location"])
    assert Organisation.objects.filter(name="合唱团").exists()
