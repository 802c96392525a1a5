"""A file of places: code, level and name, whatever of our encodings it is in."""

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from linli.kernel.decoding import content, decode
from linli.kernel.problems import Invalid
from linli.places.levels import LEVELS_BY_LENGTH, Level, is_code
from linli.places.models import Place

COLUMNS = ("code", "level", "name")
LONGEST_NAME = Place._meta.get_field("name").max_length or 0


class Row(NamedTuple):
    code: str
    level: str
    name: str
    number: int
    """The line of the file it ends on."""


class RowError(NamedTuple):
    number: int
    code: str
    message: str


@dataclass
class Sheet:
    """The rows that can stand by themselves, parents first, and what is wrong with the others."""

    digest: str
    rows: list[Row] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def read_places(path: Path) -> Sheet:
    """Read code, level and name; the rows come out by length of code, then by code."""
    data = content(path)
    sheet = Sheet(hashlib.sha256(data).hexdigest())
    first_seen: dict[str, int] = {}
    for row in _rows(decode(data)):
        message = _fault(row)
        if not message and row.code in first_seen:
            message = _("代码重复，第 %(row)s 行已有。") % {"row": first_seen[row.code]}
        if message:
            sheet.errors.append(RowError(row.number, row.code, message))
        else:
            first_seen[row.code] = row.number
            sheet.rows.append(row)
    sheet.rows.sort(key=lambda row: (len(row.code), row.code))
    return sheet


def _rows(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [title.strip().lower() for title in next(reader, [])]
    if missing := [name for name in COLUMNS if name not in header]:
        raise Invalid(
            _("第一行应是列名 code,level,name，缺少：%(missing)s。") % {"missing": ", ".join(missing)},
            code="missing_columns",
        )
    code, level, name = (header.index(column) for column in COLUMNS)
    needed = max(code, level, name) + 1
    try:
        for cells in reader:
            if len(cells) < needed:
                if not any(cell.strip() for cell in cells):
                    continue
                cells += [""] * (needed - len(cells))
            yield Row(cells[code].strip(), cells[level].strip(), cells[name].strip(), reader.line_num)
    except csv.Error as error:
        raise Invalid(
            _("第 %(line)s 行不是 CSV：%(why)s。") % {"line": reader.line_num, "why": error}, code="not_csv"
        ) from error


def _fault(row: Row) -> str:
    if not is_code(row.code):
        return _("代码应为 2、4、6、9、12、15、18 或 22 位数字。")
    fitting = LEVELS_BY_LENGTH[len(row.code)]
    if row.level != fitting:
        if row.level not in Level.values:
            return _("没有“%(level)s”这个级别。") % {"level": row.level}
        return _("%(length)s 位代码的级别应是 %(level)s。") % {"length": len(row.code), "level": fitting.value}
    if not row.name:
        return _("名称不能为空。")
    if len(row.name) > LONGEST_NAME:
        return _("名称不能超过 %(longest)s 个字。") % {"longest": LONGEST_NAME}
    if not row.name.isprintable() and any(unicodedata.category(char) == "Cc" for char in row.name):
        return _("名称里有控制字符。")
    return ""
