"""The rows of a file that are kept while it is looked at and taken in: only the columns that mean something here."""

import gzip
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from linli.kernel.sheets import Sheet

SPOILED = "!"
"""Under this name a row keeps why one of its cells is not what was written."""


class Kept(NamedTuple):
    """``number`` is the row's in the file."""

    number: int
    cells: dict[str, str]


def write(path: Path, content: bytes) -> None:
    """For its owner alone, from its first byte on; never half written."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)


def keep(path: Path, sheet: Sheet, columns: Mapping[str, str]) -> int:
    """Keep the rows of ``sheet`` under our names of the columns; returns how many."""
    encode, lines = msgspec.json.encode, []
    for row in sheet.rows:
        cells = {name: row.cells[head] for name, head in columns.items() if row.cells[head]}
        if why := next((row.spoiled[head] for head in columns.values() if head in row.spoiled), ""):
            cells[SPOILED] = why
        lines.append(encode(Kept(row.number, cells)) + b"\n")
    write(path, gzip.compress(b"".join(lines), 1))
    return len(lines)


def rows(path: Path) -> Iterator[Kept]:
    decode = msgspec.json.Decoder(Kept).decode
    with gzip.open(path) as file:
        for line in file:
            yield decode(line)
