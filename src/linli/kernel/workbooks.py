"""Reading an Excel workbook that somebody sent: row by row, and within bounds whatever it claims to be.

openpyxl's streaming reader with defusedxml, rather than the quicker calamine: that one spreads a sheet out in memory
before it hands over the first row, so that a file of one kilobyte with cells A1 and XFD1048576 takes gigabytes.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.xml import DEFUSEDXML

from linli.kernel.problems import Invalid

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_PARTS = 1_000
MOST_UNPACKED = 150 * 1024**2
"""Of all parts together: a hundred thousand rows of long texts."""
MOST_UNPACKED_OF_OTHERS = 10 * 1024**2
"""Of a part that is neither rows nor their texts, which openpyxl reads whole."""
ROWS_AND_TEXTS = ("xl/worksheets/", "xl/sharedStrings.xml")
LAST_ROW = 1_048_576
"""Of a sheet in Excel."""

if not DEFUSEDXML:
    raise ImportError("workbooks of others are only read with defusedxml")


def read_workbook(data: bytes, *, most_columns: int) -> Iterator[tuple[int, Sequence[object]]]:
    """Number and values of each row of the first visible sheet that has any, of formulas what was last computed.

    Raises Invalid when it is no workbook that we read, at the beginning or when its damaged part is reached.
    """
    if data.startswith(OLD_EXCEL):
        raise Invalid(_("这是旧版 Excel（.xls）或加了密码的文件。请另存为不带密码的 .xlsx 再上传。"), code="old_excel")
    _check_size(data)
    # openpyxl raises nearly anything on damaged or hostile files: KeyError, ValueError, ParseError, EntitiesForbidden…
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        yield from _rows(book, most_columns)
    except Invalid:
        raise
    except Exception as error:
        raise _damaged() from error


def _rows(book: Workbook, most_columns: int) -> Iterator[tuple[int, Sequence[object]]]:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        return
    sheet = sheets[0]
    # What the sheet says of its own size is often wrong, and would leave rows out.
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(max_col=most_columns, values_only=True), start=1):
        if number > LAST_ROW:
            raise _damaged()
        if values.count(None) < len(values):
            yield number, values


def _check_size(data: bytes) -> None:
    """By what the archive says of itself: no part gives more than that when it is read."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except Exception as error:
        raise _damaged() from error
    others = [part.file_size for part in parts if not part.filename.lstrip("/").startswith(ROWS_AND_TEXTS)]
    is_large = sum(part.file_size for part in parts) > MOST_UNPACKED
    if is_large or len(parts) > MOST_PARTS or max(others, default=0) > MOST_UNPACKED_OF_OTHERS:
        raise Invalid(_("这个 Excel 文件展开后太大。请只留要导入的工作表，或分成几个文件。"), code="too_large_sheet")


def _damaged() -> Invalid:
    return Invalid(_("这个 Excel 文件不完整或已损坏。请用 Excel 打开、另存为 .xlsx 再上传。"), code="damaged_file")
