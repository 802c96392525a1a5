"""Bringing the tree of places in from a file: rows in any order, in batches, to be taken up where it stopped.

The file is read and checked as a whole, and sorted so that parents come first. Each batch is one transaction
that also notes how far the run has come; a second start with the same file goes on from there.
"""

import json
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.kernel.actor import Actor
from linli.kernel.ids import new_id_digits
from linli.kernel.problems import Conflict
from linli.places.levels import parent_code
from linli.places.lines import lines
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
    run = _run_of(sheet.digest)
    report = Report(resumed_at=run.position)
    progress(run.position, len(sheet.rows))
    level = 0
    for start, batch in _batches(sheet.rows, run.position):
        if len(batch[0].code) != level:
            level = len(batch[0].code)
            _look_again()
        _take_in(run, start, batch, [row for row in batch if row.code not in orphans])
        progress(start + len(batch), len(sheet.rows))
    run.refresh_from_db()
    report.new, report.changed, report.unchanged = run.new, run.changed, run.unchanged
    report.errors = sorted(sheet.errors)
    with transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
        lines.touch()
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


def _run_of(digest: str) -> ImportRun:
    """The unfinished run of this file, else a new one. It begins anew when another file came in meanwhile."""
    run, is_new = ImportRun.objects.get_or_create(digest=digest, finished_at=None)
    if not is_new and ImportRun.objects.filter(started_at__gt=run.started_at).exists():
        ImportRun.objects.filter(pk=run.pk).update(position=0, new=0, changed=0, unchanged=0, started_at=timezone.now())
        run.refresh_from_db()
    return run


def _find_orphans(sheet: Sheet) -> set[str]:
    """The codes whose parent is neither a good row nor in the database; they are put among the errors."""
    in_file = {row.code for row in sheet.rows}
    elsewhere = {parent_code(row.code) for row in sheet.rows} - in_file - {""}
    present = _look_up(elsewhere)
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


def _look_up(codes: Collection[str]) -> dict[str, tuple[uuid.UUID, str]]:
    """Id and name of those places that are there. All codes are one parameter: thousands cost a second each time."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT code, id, name FROM places_place WHERE code = ANY(string_to_array(%s, ','))", [",".join(codes)]
            )
        else:
            cursor.execute(
                "SELECT code, id, name FROM places_place WHERE code IN (SELECT value FROM json_each(%s))",
                [json.dumps(list(codes))],
            )
        return {code: (uuid.UUID(str(pk)), name) for code, pk, name in cursor.fetchall()}


def _look_again() -> None:
    """Let PostgreSQL plan anew: it would go on looking for each row's parent as in the small table of before."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE places_place")


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
    """Insert what is not there, rename what is called otherwise; how many of each. The parents must be there."""
    present = _look_up([row.code for row in rows])
    new = [row for row in rows if row.code not in present]
    _insert(new)
    renamed = []
    for row in rows:
        pk, name = present.get(row.code, (None, row.name))
        if name != row.name:
            renamed.append(Place(pk=pk, name=row.name))
    Place.objects.bulk_update(renamed, ["name"], batch_size=500)
    return len(new), len(renamed)


def _insert(rows: Sequence[Row]) -> None:
    parents = _look_up({parent_code(row.code) for row in rows})
    if connection.vendor == "postgresql":
        with (
            connection.wrap_database_errors,
            connection.cursor() as cursor,
            cursor.copy("COPY places_place (id, level, name, code, parent_id) FROM STDIN") as copy,
        ):
            # In one piece: row by row the two processes would wait for each other all the time.
            copy.write("".join(_copy_line(row, parents.get(parent_code(row.code))) for row in rows))
        return
    places = (
        Place(level=row.level, name=row.name, code=row.code, parent_id=parents.get(parent_code(row.code), (None,))[0])
        for row in rows
    )
    Place.objects.bulk_create(places, batch_size=1000)


def _copy_line(row: Row, parent: tuple[uuid.UUID, str] | None) -> str:
    """COPY's text format. Of what it gives a meaning to, a name can only hold the backslash."""
    above = parent[0].hex if parent else r"\N"
    name = row.name.replace("\\", "\\\\")
    return f"{new_id_digits()}\t{row.level}\t{name}\t{row.code}\t{above}\n"
