"""Lists as Excel workbooks, in constant memory, with nothing in them that a spreadsheet would run."""

import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Literal

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from linli.kernel.problems import Invalid
from linli.kernel.worktime import ZONE

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575
"""What a sheet of Excel holds below its head."""
EXACT = 10**15
"""Excel keeps fifteen digits of a number: longer ones stay text."""
FIRST_DAY = datetime(1900, 3, 1)
"""Before it Excel counts a day that never was."""
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Kind = Literal["text", "number", "date", "datetime"]
FORMATS: dict[Kind, dict[str, object]] = {
    "text": {"num_format": "@"},
    "number": {},
    "date": {"num_format": "yyyy-mm-dd"},
    "datetime": {"num_format": "yyyy-mm-dd hh:mm"},
}


TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """``width`` is in digits; a value that does not fit the ``kind`` is written as text."""

    title: str
    width: float
    kind: Kind = "text"


def workbook(
    columns: Sequence[Column], rows: Iterable[Sequence[object]], *, made_at: datetime | None = None
) -> IO[bytes]:
    """One sheet with a frozen head and filters, as a file to be read from its beginning and then closed.

    Texts stay texts whatever they begin with, moments are given in Asia/Shanghai, and characters that no
    workbook may hold are left out. ``Invalid`` when there are more rows than a sheet holds.
    With ``made_at`` the same rows make the same file, byte for byte.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    try:
        # XlsxWriter's own drafts go into a folder that goes when anything fails.
        with tempfile.TemporaryDirectory() as folder:
            options = {"constant_memory": True, "tmpdir": folder}
            with Workbook(file, options) as book:
                if made_at:
                    book.set_properties({"created": made_at})
                _fill(book, columns, rows)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _fill(book: Workbook, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "bottom": 1})
    formats = {kind: book.add_format(look) for kind, look in FORMATS.items()}
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, _clean(column.title), head)
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise Invalid(_("超过一百万行，一张表放不下，请缩小范围后再导出"), code="too_many_rows")
        for index, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write(sheet, count, index, value, column.kind, formats)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, count, len(columns) - 1)


def _write(sheet: Worksheet, row: int, index: int, value: object, kind: Kind, formats: dict[Kind, Format]) -> None:
    if value is None or value == "":
        return
    if kind == "number" and isinstance(value, int | float | Decimal) and -EXACT < value < EXACT:
        sheet.write_number(row, index, float(value), formats[kind])
    elif kind in ("date", "datetime") and isinstance(value, date) and _wall_clock(value) >= FIRST_DAY:
        moment = _wall_clock(value)
        if kind == "date":
            moment = datetime.combine(moment, time())
        sheet.write_datetime(row, index, moment, formats[kind])
    else:
        text = str(_wall_clock(value) if isinstance(value, datetime) else value)
        sheet.write_string(row, index, _clean(text), formats["text"])


def _wall_clock(value: date) -> datetime:
    """In Asia/Shanghai and without the zone, which Excel does not know; a day begins at midnight."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value.astimezone(ZONE).replace(tzinfo=None) if value.tzinfo else value


def _clean(text: str) -> str:
    return FORBIDDEN.sub("", text)
