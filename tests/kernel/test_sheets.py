import datetime
import re
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import sheets, workbooks
from linli.kernel.problems import Invalid
from linli.kernel.sheets import Row, read_sheet
from tests.kernel.workbooks import SHEET, with_part, xlsx

HEAD = ("工单编号", "诉求内容")
LINES = [HEAD, ("GD001", "路灯不亮"), ("GD002", "井盖，松动")]
TEXT = "\r\n".join(",".join(line) for line in LINES)


def rows(data: bytes) -> list[Row]:
    return list(read_sheet(data).rows)


def cells(data: bytes) -> list[dict[str, str]]:
    return [dict(row.cells) for row in rows(data)]


EXPECTED = [{"工单编号": "GD001", "诉求内容": "路灯不亮"}, {"工单编号": "GD002", "诉求内容": "井盖，松动"}]


@pytest.mark.parametrize(
    "data",
    [
        xlsx(LINES),
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.replace(",", "\t").encode("gb18030"),
        TEXT.replace(",", ";").encode(),
        ("\r\n\r\n12345 工单表\r\n,\r\n" + TEXT + "\r\n,\r\n").encode(),
        xlsx([("12345 工单表，截至 11 月 25 日",), (), *LINES, (None, "  ")], merged=["A1:B1"]),
    ],
    ids=["xlsx", "utf-8", "bom", "gb18030", "tabs", "semicolons", "csv with a title", "xlsx with a title"],
)
def test_the_same_table_however_it_comes(data: bytes) -> None:
    sheet = read_sheet(data)
    assert tuple(sheet.heads) == HEAD
    assert [dict(row.cells) for row in sheet.rows] == EXPECTED


def test_rows_have_the_numbers_that_excel_shows() -> None:
    assert [row.number for row in rows(xlsx([HEAD, (), ("1", "a"), (), ("2", "b")]))] == [3, 5]
    assert [row.number for row in rows('工单编号,诉求内容\n1,"两\n行"\n\n2,b\n'.encode())] == [2, 4]


def test_cells_are_what_a_person_reads() -> None:
    head = ("手机", "时间", "日期", "纬度", "是", "零", "公式", "序号")
    line = (13800138000, datetime.datetime(2026, 11, 25, 8, 30), datetime.date(2026, 11, 25), 27.8275, True, 0, "=1+1")
    (row,) = rows(xlsx([head, (*line, 7.0)]))
    assert list(row.cells.values()) == [
        *("13800138000", "2026-11-25 08:30:00", "2026-11-25", "27.8275", "TRUE", "0", "", "7")
    ]


def test_a_formula_is_read_as_it_was_computed() -> None:
    data = xlsx([HEAD, ("甲", "=1+1")])
    computed = with_part(data, SHEET, lambda xml: re.sub(rb"</f><v ?/>|</f><v></v>", b"</f><v>2</v>", xml))
    assert cells(computed) == [{"工单编号": "甲", "诉求内容": "2"}]


def test_text_that_looks_like_a_formula_stays_text() -> None:
    assert cells(b'a,b\n=1+1,"@SUM(A1)"\n') == [{"a": "=1+1", "b": "@SUM(A1)"}]


def test_a_merged_head_counts_once_and_a_head_that_comes_again_has_a_number() -> None:
    data = xlsx([("来电人", None, "电话", "电话", "电话"), ("张", "漏", "1", "2", "3")], merged=["A1:B1"])
    assert cells(data) == [{"来电人": "张", "电话": "1", "电话 2": "2", "电话 3": "3"}]
    assert read_sheet('工单\n编号,"诉求\n内容"'.replace("工单\n", "工单").encode()).heads == ["工单编号", "诉求 内容"]


def test_digits_that_excel_lost_and_its_errors_are_told() -> None:
    (row,) = rows(xlsx([HEAD, (20261125000123456, "#N/A")]))
    assert "15 位" in row.spoiled["工单编号"]
    assert "#N/A" in row.spoiled["诉求内容"]
    (row,) = rows("工单编号,诉求内容\n20261125000123456,好\n".encode())
    assert (row.cells["工单编号"], row.spoiled) == ("20261125000123456", {})


def test_returns_and_control_characters_of_other_programs_go() -> None:
    assert cells('a,b\n"甲_x000D_\n乙",\x07丙\u3000\n'.encode()) == [{"a": "甲\n乙", "b": "丙"}]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("number,text\n1,caf\xe9 na\xefve r\xe9sum\xe9\n".encode("cp1252"), "unknown_encoding"),
        (TEXT.encode("utf-16"), "unknown_encoding"),
        (b"", "empty_sheet"),
        (b"\n,,\n", "empty_sheet"),
        (xlsx([]), "empty_sheet"),
        (b"a,b\n1\0,2", "not_a_sheet"),
        (b'a,b\n"' + b"x" * 200_000, "not_csv"),
        (b"a,b\n1," + b"x" * 32_768, "too_long_cell"),
        (",".join("abcdefghij"[i % 10] for i in range(201)).encode(), "too_many_columns"),
        (xlsx([["a"] * 201]), "too_many_columns"),
        (xlsx(LINES)[:-300], "damaged_file"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old_excel"),
        (b"x" * (sheets.MOST_BYTES + 1), "too_large_sheet"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        rows(data)
    assert refused.value.code == code


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    assert len(rows(b"a,b\n" + b"1,2\n" * 3)) == 3
    for data in (b"a,b\n" + b"1,2\n" * 4, xlsx([HEAD, *[("1", "2")] * 4])):
        with pytest.raises(Invalid) as refused:
            rows(data)
        assert refused.value.code == "too_many_rows"


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (i + 1, *[i] * 8) for i in range(97, 110))
    + b"]>"
)
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
BOMBS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "entities in the rows": (SHEET, lambda xml: LAUGHS + xml.replace(b"<sheetData>", b"<sheetData><x>&n;</x>")),
    "entities in the workbook": ("xl/workbook.xml", lambda xml: LAUGHS + b"<workbook>&n;</workbook>"),
    "a file of ours": (SHEET, lambda xml: OUTSIDE + xml.replace(b"<v>0", b"<v>&b;")),
    "endless rows": (SHEET, lambda xml: xml + b" " * megabytes(40)),
    "endless styles": ("xl/styles.xml", lambda xml: b"<a/>" * megabytes(5)),
    "a row beyond the last": (SHEET, lambda xml: xml.replace(b'r="3"', b'r="99999999999"')),
}


def megabytes(count: int) -> int:
    return count * 1024**2


@pytest.mark.parametrize(("part", "change"), BOMBS.values(), ids=BOMBS)
def test_hostile_workbooks_are_refused_and_cost_little(
    part: str, change: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", megabytes(30))
    monkeypatch.setattr(workbooks, "LAST_ROW", 50_000)
    data = with_part(xlsx(LINES), part, change)
    assert _peak_of_refusing(data) < megabytes(20)


def test_an_archive_that_lies_about_its_size_is_read_no_further_than_it_says() -> None:
    data = bytearray(with_part(xlsx(LINES), SHEET, lambda xml: xml + b" " * megabytes(40)))
    entry = data.index(SHEET.encode(), data.index(b"PK\x01\x02")) - 46
    data[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    assert _peak_of_refusing(bytes(data)) < megabytes(20)


def _peak_of_refusing(data: bytes) -> int:
    """Bytes that it took at most."""
    tracemalloc.start()
    try:
        with pytest.raises(Invalid) as refused:
            rows(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert refused.value.code in {"damaged_file", "too_large_sheet"}
    return peak


def test_a_cell_in_the_last_corner_costs_nothing() -> None:
    corner = with_part(
        xlsx(LINES), SHEET, lambda xml: xml.replace(b'r="B3"', b'r="XFD3"').replace(b'r="3"', b'r="50000"')
    )
    tracemalloc.start()
    try:
        assert [row.number for row in rows(corner)] == [2, 50_000]
        assert tracemalloc.get_traced_memory()[1] < megabytes(20)
    finally:
        tracemalloc.stop()


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=4), min_size=1, max_size=5))
def test_whatever_a_text_file_holds_it_is_read_or_refused(table: list[list[str]]) -> None:
    text = "\n".join(",".join(line) for line in table)
    codes = set()
    try:
        assert all(row.number for row in rows(text.encode("utf-8", "replace")))
    except Invalid as problem:
        codes = {problem.code}
    assert codes <= {"empty_sheet", "not_csv", "not_a_sheet"}
