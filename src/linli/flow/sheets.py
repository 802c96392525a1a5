"""A list of records as a workbook."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.flow.showing import Row, rows_of
from linli.kernel.excel import Column, Kind
from linli.kernel.problems import Text

R = TypeVar("R", bound=Record)
MOST = 50_000
CHUNK = 2_000


@dataclass(frozen=True)
class SheetColumn(Generic[R]):
    """``width`` in digits; ``value`` takes the row as lists show it."""

    title: Text
    width: float
    value: Callable[[Row[R]], object]
    kind: Kind = "text"

    @property
    def column(self) -> Column:
        return Column(str(self.title), self.width, self.kind)


NUMBER = SheetColumn[Any](_("编号"), 18, lambda row: row.record.number)
TITLE = SheetColumn[Any](_("事项"), 40, lambda row: row.record.title)
PLACE = SheetColumn[Any](_("地点"), 34, lambda row: row.line)
STATE = SheetColumn[Any](_("状态"), 10, lambda row: str(row.state))
HOLDER = SheetColumn[Any](_("现由谁办"), 18, lambda row: row.waiting.who)
DUE = SheetColumn[Any](_("期限"), 18, lambda row: row.waiting.due_at, "datetime")
BEGUN = SheetColumn[Any](_("开始时间"), 18, lambda row: row.record.created_at, "datetime")
SHEET: Sequence[SheetColumn[Any]] = (NUMBER, TITLE, PLACE, STATE, HOLDER, DUE, BEGUN)


def lines_of(records: "QuerySet[R]", columns: Sequence[SheetColumn[R]]) -> Iterator[list[object]]:
    """At most 50,000, newest first, in chunks: three queries for each two thousand."""
    found = records.order_by("-pk")[:MOST].iterator(chunk_size=CHUNK)
    while batch := list(islice(found, CHUNK)):
        for row in rows_of(batch):
            yield [column.value(row) for column in columns]
