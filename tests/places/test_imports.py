import gzip
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from linli.audit.models import Entry
from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Conflict, Invalid
from linli.places import imports
from linli.places.imports import Report, import_places
from linli.places.models import ImportRun, Place
from linli.places.reading import Row

pytestmark = pytest.mark.django_db

TIANYUAN = Path(imports.__file__).parent / "data/tianyuan.csv"
HEADER = "code,level,name\n"
TREE = HEADER + "43,province,湖南省\n4302,city,株洲市\n430211,district,天元区\n430211001,subdistrict,嵩山路街道\n"

Taken = Callable[..., Report]


@pytest.fixture
def take(tmp_path: Path) -> Taken:
    def take(content: str | bytes, **options: Any) -> Report:
        path = tmp_path / "places.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return import_places(path, actor=SYSTEM, **options)

    return take


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.unchanged, len(report.errors)


def test_the_demo_district_comes_in_whole_and_a_second_time_changes_nothing() -> None:
    assert counts(import_places(TIANYUAN, actor=SYSTEM)) == (110, 0, 0, 0)
    before = list(Place.objects.order_by("code").values())
    assert counts(import_places(TIANYUAN, actor=SYSTEM)) == (0, 0, 110, 0)
    assert list(Place.objects.order_by("code").values()) == before
    levels = Place.objects.inside("430211").values_list("level", flat=True)
    assert (list(levels).count("subdistrict"), list(levels).count("community")) == (7, 100)
    grown = Place.objects.get(code="430211001001")
    assert grown.parent is not None
    assert grown.parent.code == "430211001"


def test_rows_may_stand_in_any_order(take: Taken) -> None:
    lines = TREE.splitlines()
    assert counts(take("\n".join([lines[0], *reversed(lines[1:])]))) == (4, 0, 0, 0)
    assert Place.objects.count() == 4


def test_a_new_name_is_a_change_and_keeps_the_place(take: Taken) -> None:
    take(TREE)
    same = Place.objects.get(code="430211").pk
    assert counts(take(TREE.replace("天元区", "天元新区"))) == (0, 1, 3, 0)
    assert Place.objects.get(code="430211", name="天元新区").pk == same


@pytest.mark.parametrize(
    "encoded",
    [
        TREE.encode(),
        TREE.encode("utf-8-sig"),
        TREE.encode("gb18030"),
        gzip.compress(TREE.encode("gb18030")),
        TREE.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "bom", "gb18030", "gzip of gb18030", "windows"],
)
def test_encodings(take: Taken, encoded: bytes) -> None:
    assert counts(take(encoded)) == (4, 0, 0, 0)
    assert Place.objects.get(code="430211").name == "天元区"


def test_columns_go_by_their_names(take: Taken) -> None:
    assert counts(take("备注,NAME,Code,level\n,湖南省,43,province\n")) == (1, 0, 0, 0)


def test_rare_characters_survive_gb18030(take: Taken) -> None:
    take((TREE + "430211002,subdistrict,䶮𠮷街道\n").encode("gb18030"))
    assert Place.objects.get(code="430211002").name == "䶮𠮷街道"


def test_signs_that_copy_gives_a_meaning_to_are_only_signs(take: Taken) -> None:
    for number, name in enumerate([r"\N", r"a\tb\\", "\\", '引"号', "=1+1", "逗,号"], start=1):
        quoted = name.replace('"', '""')
        assert counts(take(f'{TREE}43021100{number + 1},subdistrict,"{quoted}"\n'))[0] >= 1
        assert Place.objects.get(code=f"43021100{number + 1}").name == name


def test_wrong_rows_are_told_by_their_number_and_the_good_ones_kept(take: Taken) -> None:
    bad = (
        "430211002,community,泰山路街道\n"  # 6: the level does not fit
        "430211003,subdistrict,\n"  # 7: no name
        "430211001,subdistrict,再来一次\n"  # 8: twice
        "430211009001,community,孤儿社区\n"  # 9: no parent
        "430211009001001,grid,第1网格\n"  # 10: below one without parent
        "43021100x,subdistrict,字母\n"  # 11
        "430211004,suburb,新级别\n"  # 12
        "430211005\n"  # 13: short
        "\n"
        '430211006,subdistrict,"两\n行"\n'  # ends on line 16
        f"430211007,subdistrict,{'长' * 121}\n"  # 17
    )
    report = take(TREE + bad + "430211008,subdistrict,好街道\n")
    assert [error.number for error in report.errors] == [6, 7, 8, 9, 10, 11, 12, 13, 16, 17]
    assert counts(report)[:3] == (5, 0, 0)
    messages = {error.number: error.message for error in report.errors}
    assert "subdistrict" in messages[6]
    assert "第 5 行" in messages[8]
    assert "430211009" in messages[9]
    assert "430211009001" in messages[10]
    assert not Place.objects.filter(code__startswith="430211009").exists()
    assert counts(take(TREE + bad + "430211008,subdistrict,好街道\n"))[:3] == (0, 0, 5)


def test_a_child_whose_parent_is_in_the_database_is_no_orphan(take: Taken) -> None:
    take(TREE)
    assert counts(take(HEADER + "430211001001,community,大湖塘居委会\n")) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (gzip.compress(TIANYUAN.read_bytes())[:-200], "damaged_file"),
        (gzip.compress(TREE.encode())[:-4] + b"\0\0\0\0", "damaged_file"),
        (TREE.encode().replace("元".encode(), b"\xe5\x85", 1), "unknown_encoding"),
        (b"\x80\xff\xff\x81,\xff", "unknown_encoding"),
        ("代码,级别,名称\n43,province,湖南省\n".encode(), "missing_columns"),
        (b"", "missing_columns"),
        (HEADER.encode() + b'43,province,"' + b"x" * 200_000, "not_csv"),
    ],
    ids=["truncated gzip", "wrong checksum", "damaged utf-8", "noise", "foreign columns", "empty", "endless cell"],
)
def test_a_file_that_cannot_be_read_saves_nothing(take: Taken, content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        take(content)
    assert refused.value.code == code
    assert not Place.objects.exists()
    assert not ImportRun.objects.exists()


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="nowhere"):
        import_places(tmp_path / "nowhere.csv", actor=SYSTEM)


class Killed(BaseException):
    """Not an Exception, as a killed process does not clean up."""


def test_a_killed_import_goes_on_where_it_stopped(take: Taken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "BATCH", 30)
    content = TIANYUAN.read_bytes() + "430211999001,community,孤儿\n".encode()

    def kill(done: int, total: int) -> None:
        if done >= 60:
            raise Killed

    with pytest.raises(Killed):
        take(content, progress=kill)
    half = Place.objects.count()
    assert 60 <= half < 110
    touched: list[Row] = []
    real = imports.merge

    def counted(rows: Sequence[Row]) -> tuple[int, int]:
        touched.extend(rows)
        return real(rows)

    monkeypatch.setattr(imports, "merge", counted)
    report = take(content)
    assert report.resumed_at == half
    assert counts(report) == (110, 0, 0, 1)
    assert len(touched) == 110 - half
    assert counts(take(content)) == (0, 0, 110, 1)


def test_a_killed_import_begins_anew_when_another_file_came_in_meanwhile(
    take: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(done: int, total: int) -> None:
        if done == 3:
            raise Killed

    with pytest.raises(Killed):
        take(TREE, progress=kill)
    take(TREE.replace("湖南省", "湖南"))
    assert counts(take(TREE)) == (0, 1, 3, 0)
    assert Place.objects.get(code="43").name == "湖南省"


def test_a_file_that_somebody_else_imports_at_the_same_time_is_left_to_them(
    take: Taken,
) -> None:
    def meanwhile(done: int, total: int) -> None:
        ImportRun.objects.update(position=done + 1)

    with pytest.raises(Conflict):
        take(TREE, progress=meanwhile)


def test_progress_counts_up_to_all_rows(take: Taken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "BATCH", 50)
    told: list[tuple[int, int]] = []
    take(TIANYUAN.read_bytes(), progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 110)
    assert told[-1] == (110, 110)
    assert told == sorted(told)


def test_an_import_is_on_the_trail() -> None:
    import_places(TIANYUAN, actor=SYSTEM)
    entry = Entry.objects.get(action="places.import")
    assert '"new":110' in entry.detail.replace(" ", "")


def test_the_number_of_queries_does_not_grow_with_the_rows(take: Taken, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(90):
        take(TIANYUAN.read_bytes())


def test_the_command_reports_and_fails_on_wrong_rows(tmp_path: Path) -> None:
    out, err = StringIO(), StringIO()
    call_command("import", "places", str(TIANYUAN), stdout=out)
    assert "新增 110，更改 0，未变 0，有误 0" in out.getvalue()
    assert "110 / 110" in out.getvalue()
    path, errors = tmp_path / "bad.csv", tmp_path / "errors.csv"
    path.write_text(HEADER + "430211999001,community,孤儿\n", encoding="utf-8")
    with pytest.raises(CommandError, match="1 行没有导入"):
        call_command("import", "places", str(path), "--errors", str(errors), stdout=out, stderr=err)
    assert "第 2 行 430211999001" in err.getvalue()
    assert "430211999001" in errors.read_text(encoding="utf-8-sig")
    with pytest.raises(CommandError, match="nowhere"):
        call_command("import", "places", "nowhere.csv", stdout=out)


def test_nothing_is_left_of_the_staging_table(take: Taken) -> None:
    take(TREE)
    assert "places_staged" not in connection.introspection.table_names()
