import tracemalloc
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from linli.kernel import excel
from linli.kernel.excel import Column, workbook
from linli.kernel.problems import Invalid

TEXT = [Column("情况", 40)]


def read(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> list[list[Any]]:
    with workbook(columns, rows) as file:
        return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


def sheet_xml(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> str:
    with workbook(columns, rows) as file, zipfile.ZipFile(file) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_every_kind_comes_back_as_what_it_is() -> None:
    columns = [
        Column("编号", 18),
        Column("次数", 8, "number"),
        Column("日期", 12, "date"),
        Column("期限", 18, "datetime"),
    ]
    night = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    rows: list[list[object]] = [
        ["EV-2026-004711", 3, date(2026, 11, 20), night],
        ["", None, night, None],
        ["x", Decimal("1.50"), None, None],
    ]
    assert read(columns, rows) == [
        ["编号", "次数", "日期", "期限"],
        ["EV-2026-004711", 3.0, date(2026, 11, 20), datetime(2026, 11, 21, 1, 30)],
        ["", "", date(2026, 11, 21), ""],
        ["x", 1.5, "", ""],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "{=1}",
        "http://evil.example/",
        "mailto:a@b",
        "internal:A1",
        "007",
        "_x0041_",
    ],
)
def test_a_text_stays_a_text(text: str) -> None:
    assert read(TEXT, [[text]])[1] == [text]
    xml = sheet_xml(TEXT, [[text]])
    assert "<f>" not in xml
    assert "<hyperlink" not in xml


@given(st.lists(st.text(min_size=1), max_size=5))
def test_any_text_makes_a_workbook_that_can_be_read(texts: list[str]) -> None:
    assert len(read(TEXT, [["x"], *[[text] for text in texts], ["x"]])) == len(texts) + 3
    assert "<f>" not in sheet_xml(TEXT, [[text] for text in texts])


def test_rare_han_and_emoji_stay_and_forbidden_characters_go() -> None:
    assert read(TEXT, [["𠮷䶮😀\n第二行\x00\x0b\x1f\ufffe\ud800完"]])[1] == ["𠮷䶮😀\n第二行完"]


def test_what_does_not_fit_its_kind_is_written_as_text() -> None:
    columns = [Column("数", 8, "number"), Column("日", 8, "date"), Column("时", 8, "datetime")]
    nobody = datetime(1800, 1, 1, tzinfo=UTC)
    (_head, first, second) = read(
        columns, [[110101199003074514, date(1800, 1, 1), nobody], [float("nan"), "明天", "=1"]]
    )
    assert first[:2] == ["110101199003074514", "1800-01-01"]
    assert first[2].startswith("1800-01-01")
    assert second == ["nan", "明天", "=1"]


def test_titles_may_be_lazy_translations_and_values_too() -> None:
    assert read([Column(str(gettext_lazy("情况")), 8)], [[gettext_lazy("路灯不亮")]]) == [["情况"], ["路灯不亮"]]


def test_a_text_that_is_too_long_for_a_cell_is_cut() -> None:
    assert len(read(TEXT, [["长" * 40_000]])[1][0]) == 32_767


def test_the_head_is_frozen_and_can_be_filtered() -> None:
    xml = sheet_xml([*TEXT, Column("状态", 8)], [["a", "b"], ["c", "d"]])
    assert 'state="frozen"' in xml
    assert '<autoFilter ref="A1:B3"/>' in xml


def test_an_empty_list_is_a_workbook_too() -> None:
    assert read(TEXT, []) == [["情况"]]


def test_a_row_of_another_length_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        workbook(TEXT, [["a", "b"]])


def test_more_rows_than_a_sheet_holds_are_refused_and_leave_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 2)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert len(read(TEXT, [["a"], ["b"]])) == 3
    with pytest.raises(Invalid, match="一百万"):
        workbook(TEXT, [["a"], ["b"], ["c"]])
    assert list(tmp_path.iterdir()) == []


def test_many_rows_take_no_more_memory_than_few() -> None:
    columns = [Column("编号", 18), Column("情况", 40), Column("次数", 8, "number")]

    def peak(count: int) -> int:
        tracemalloc.start()
        workbook(columns, ([f"EV-{number}", f"路灯不亮 {number}", number] for number in range(count))).close()
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(20_000) < peak(1_000) + 1_000_000
