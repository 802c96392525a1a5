"""A table from a file that somebody sent, Excel or CSV: its rows as texts under the names of its columns."""

import csv
import datetime
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from django.utils.translation import gettext as _

from linli.kernel.decoding import decode
from linli.kernel.excel import EXACT, FORBIDDEN
from linli.kernel.problems import Invalid
from linli.kernel.workbooks import OLD_EXCEL, ZIP, read_workbook

MOST_BYTES = 30 * 1024**2
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767
"""What a cell of Excel holds."""
FIRST_LINES = 20
"""Among these the head is looked for."""
DELIMITERS = (",", "\t", ";")
EXCEL_ERROR = re.compile(r"#(?:N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|DIV/0!)")
ESCAPED_RETURN = re.compile(r"_x000[dD]_")

Line = tuple[int, Sequence[object]]


@dataclass(frozen=True)
class Row:
    """A line below the head. ``number`` is the one that Excel shows beside it.

    ``spoiled`` says, by column, why a cell does not hold what somebody once wrote into it.
    """

    number: int
    cells: Mapping[str, str]
    spoiled: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """``rows`` can be walked once. Raises Invalid where the file turns out to be damaged or beyond our bounds."""

    heads: Sequence[str]
    rows: Iterator[Row]


def read_sheet(data: bytes) -> Sheet:
    """The first table of a workbook (.xlsx) or of a text with commas, tabs or semicolons.

    The head is the first row with more than one text: a single one above it is a title. Columns without a head, as
    below a merged one, are left out, as are blank rows. A head that comes again gets a number.
    """
    if len(data) > MOST_BYTES:
        text = _("文件超过 %(limit)s MB，请分成几个文件。")
        raise Invalid(text % {"limit": MOST_BYTES // 1024**2}, code="too_large_sheet")
    is_workbook = data.startswith((ZIP, OLD_EXCEL))
    lines = read_workbook(data, most_columns=MOST_COLUMNS + 1) if is_workbook else _lines_of_text(data)
    (_number, values), below = _find_head(line for line in lines if any(_text(value) for value in line[1]))
    if len(values) > MOST_COLUMNS and _text(values[MOST_COLUMNS]):
        raise Invalid(_("表格超过 %(most)s 列。") % {"most": MOST_COLUMNS}, code="too_many_columns")
    heads = _heads(values)
    return Sheet(list(heads.values()), _rows(below, heads))


def _find_head(lines: Iterator[Line]) -> tuple[Line, Iterator[Line]]:
    first = []
    for line in islice(lines, FIRST_LINES):
        if _width(line) > 1:
            return line, lines
        first.append(line)
    if not first:
        raise Invalid(_("文件里没有表格。"), code="empty_sheet")
    return first[0], chain(first[1:], lines)


def _width(line: Line) -> int:
    return sum(bool(_text(value)) for value in line[1])


def _heads(values: Sequence[object]) -> dict[int, str]:
    """The names of the columns by position."""
    heads: dict[int, str] = {}
    for position, value in enumerate(values):
        name, count = (title := " ".join(_text(value).split())), 1
        while title and title in heads.values():
            count += 1
            title = f"{name} {count}"
        if title:
            heads[position] = title
    return heads


def _rows(lines: Iterator[Line], heads: Mapping[int, str]) -> Iterator[Row]:
    for count, (number, values) in enumerate(lines, start=1):
        if count > MOST_ROWS:
            raise Invalid(_("超过 %(most)s 行，请分成几个文件。") % {"most": f"{MOST_ROWS:,}"}, code="too_many_rows")
        cells, spoiled = dict.fromkeys(heads.values(), ""), {}
        for position, head in heads.items():
            value = values[position] if position < len(values) else None
            cells[head] = text = _text(value)
            if why := _spoiled(value):
                spoiled[head] = why
            if len(text) > LONGEST_CELL:
                raise Invalid(
                    _("第 %(number)s 行“%(head)s”超过 %(longest)s 个字。")
                    % {"number": number, "head": head, "longest": LONGEST_CELL},
                    code="too_long_cell",
                )
        if any(cells.values()):
            yield Row(number, cells, spoiled)


def _text(value: object) -> str:
    """What a person reads in the cell, whatever its format: no exponent, no comma, moments in ISO's order."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    if isinstance(value, datetime.datetime):
        # Excel knows no days, only midnights.
        return str(value.replace(microsecond=0) if value.time() != datetime.time.min else value.date())
    return ESCAPED_RETURN.sub("", FORBIDDEN.sub("", str(value))).strip()


def _spoiled(value: object) -> str:
    if isinstance(value, int | float) and abs(value) >= EXACT:
        return _("数字超过 15 位，Excel 已丢掉末尾几位。请把这一列设为文本再填写。")
    if isinstance(value, str) and EXCEL_ERROR.fullmatch(value):
        return _("这一格的公式出错（%(error)s）。") % {"error": value}
    return ""


def _lines_of_text(data: bytes) -> Iterator[Line]:
    text = decode(data)
    if "\0" in text:
        raise Invalid(_("这不是表格文件。请上传 Excel（.xlsx）或 CSV。"), code="not_a_sheet")
    return _lines(text, min(DELIMITERS, key=lambda delimiter: _fits(text, delimiter)))


def _fits(text: str, delimiter: str) -> tuple[int, int]:
    """The lower the better: the head comes early and is wide."""
    for line in islice(_lines(text, delimiter), FIRST_LINES):
        if (width := _width(line)) > 1:
            return line[0], -width
    return FIRST_LINES + 1, 0


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise Invalid(
            _("第 %(line)s 行不是 CSV：%(why)s。") % {"line": reader.line_num, "why": error}, code="not_csv"
        ) from error
