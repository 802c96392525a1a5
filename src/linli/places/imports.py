"""Bringing the tree of places in from a file: rows in any order, in batches, to be taken up where it stopped.

The file is read and checked as a whole, and sorted so that parents come first. Each batch is one transaction
that also notes how far the run has come; a second start with the same file goes on from there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.kernel.problems import Conflict
from linli.places.levels import parent_code
from linli.places.models import ImportRun, Place
from linli.places.reading import Row, RowError, Sheet, read_places

BATCH = 20_000
Progress = Callable[[int, int], None]


@dataclass
class Report:
    """What became of the rows. ``resumed_at``: how many an earlier, interrupted run had done."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    resumed_at: int = 0
    errors: list[RowError] = field(default_factory=list)


def import_places(path: Path, *, actor: Actor, progress: Progress = lambda done, total: None) -> Report:
    """Take in the file's places; ``progress`` is told first, and after each batch, how many of how many rows are done.

    Raises Invalid when the file as a whole cannot be read; then nothing is saved. Rows that cannot be
    taken are in the report's errors, the others are kept.
    """
    sheet = read_places(path)
    orphans = _find_orphans(sheet)
    run, _is_new = ImportRun.objects.get_or_create(digest=sheet.digest, finished_at=None)
    report = Report(resumed_at=run.position)
    progress(run.position, len(sheet.rows))
    for start, batch in _batches(sheet.rows, run.position):
        _take_in(run, start, batch, [row for row in batch if row.code not in orphans])
        progress(start + len(batch), len(sheet.rows))
    run.refresh_from_db()
    report.new, report.changed, report.unchanged = run.new, run.changed, run.unchanged
    report.errors = sorted(sheet.errors)
    with transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
        trail.record(
            "places.import",
            actor=actor,
            subject_kind="import",
            subject_id=run.pk,
            detail={
                "digest": sheet.digest,
                "new": run.new,
                "changed": run.changed,
                "unchanged": run.unchanged,
                "errors": len(report.errors),
            },
        )
    return report


def _find_orphans(sheet: Sheet) -> set[str]:
    """The codes whose parent is neither a good row nor in the database; they are put among the errors."""
    in_file = {row.code for row in sheet.rows}
    elsewhere = {parent_code(row.code) for row in sheet.rows} - in_file - {""}
    present: set[str] = set()
    for chunk in _chunks(sorted(elsewhere), 5000):
        present.update(Place.objects.filter(code__in=chunk).values_list("code", flat=True))
    orphans: set[str] = set()
    for row in sheet.rows:
        above = parent_code(row.code)
        if above in orphans or (above in elsewhere and above not in present):
            orphans.add(row.code)
            message = _("没有上级 %(code)s：它既不在文件的有效行里，也不在库中。") % {"code": above}
            sheet.errors.append(RowError(row.number, row.code, message))
    return orphans


def _batches(rows: Sequence[Row], start: int) -> Iterator[tuple[int, Sequence[Row]]]:
    """From ``start`` on; no batch has two levels, so that all parents are there when it comes."""
    while start < len(rows):
        length = len(rows[start].code)
        batch = [row for row in rows[start : start + BATCH] if len(row.code) == length]
        yield start, batch
        start += len(batch)


def _chunks(codes: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    return (codes[start : start + size] for start in range(0, len(codes), size))


def _take_in(run: ImportRun, start: int, batch: Sequence[Row], good: Sequence[Row]) -> None:
    with transaction.atomic():
        if ImportRun.objects.select_for_update().get(pk=run.pk).position != start:
            raise Conflict(_("这个文件正由另一个进程导入。"), code="import_running")
        new, changed = merge(good)
        ImportRun.objects.filter(pk=run.pk).update(
            position=start + len(batch),
            new=F("new") + new,
            changed=F("changed") + changed,
            unchanged=F("unchanged") + len(good) - new - changed,
        )


def merge(rows: Sequence[Row]) -> tuple[int, int]:
    """Insert what is not there, rename what is called otherwise; how many of each."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _stage_by_copy(cursor, rows)
        else:
            _stage_by_insert(cursor, rows)
        cursor.execute(
            "UPDATE places_place SET name = staged.name FROM places_staged staged "
            "WHERE places_place.code = staged.code AND places_place.name <> staged.name"
        )
        changed = cursor.rowcount
        cursor.execute(
            "INSERT INTO places_place (id, level, name, code, parent_id) "
            "SELECT staged.id, staged.level, staged.name, staged.code, parent.id "
            "FROM places_staged staged LEFT JOIN places_place parent ON parent.code = staged.parent_code "
            "WHERE NOT EXISTS (SELECT 1 FROM places_place present WHERE present.code = staged.code)"
        )
        new = cursor.rowcount
        cursor.execute("DROP TABLE places_staged")
    return new, changed


def _stage_by_copy(cursor: Any, rows: Sequence[Row]) -> None:
    cursor.execute(
        "CREATE TEMP TABLE places_staged "
        '(id uuid, code varchar COLLATE "C", level varchar, name varchar, parent_code varchar COLLATE "C")'
    )
    with cursor.copy("COPY places_staged FROM STDIN") as copy:
        for row in rows:
            copy.write_row((new_id(), row.code, row.level, row.name, parent_code(row.code)))
    cursor.execute("ANALYZE places_staged")


def _stage_by_insert(cursor: Any, rows: Sequence[Row]) -> None:
    cursor.execute("CREATE TEMP TABLE places_staged (id, code, level, name, parent_code)")
    cursor.executemany(
        "INSERT INTO places_staged VALUES (%s, %s, %s, %s, %s)",
        [(new_id().hex, row.code, row.level, row.name, parent_code(row.code)) for row in rows],
    )
