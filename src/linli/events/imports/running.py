"""The worker's part: looking at a file, and taking it in batch by batch from wherever it stopped."""

import datetime
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.events.core.extensions import backfilled
from linli.events.imports import filing
from linli.events.imports.batches import KNOWN, NEW, WRONG, in_order, judge, take_in
from linli.events.imports.filing import Kept
from linli.events.imports.models import EventImport
from linli.events.imports.reading import Reader
from linli.events.imports.states import ImportStage
from linli.kernel.problems import Conflict, Problem
from linli.kernel.sheets import read_sheet
from linli.people.actors import actor_of

BATCH = 1_000
LONGEST_RUN = 20.0
"""Seconds; other periodic work wants its turn too."""
SHOWN_WRONG = 20
KEPT_FOR = datetime.timedelta(days=7)
"""The file's rows after the import, for the sheet of what was wrong."""


def work() -> int:
    """Periodic: look at what was sent, take in what was started; returns how many rows. May be killed at any time."""
    done, until = 0, time.monotonic() + LONGEST_RUN
    for run in EventImport.objects.filter(stage__in=(ImportStage.CHECKING, ImportStage.RUNNING)).order_by("pk"):
        done += check(run) if run.stage == ImportStage.CHECKING else go_on(run, until=until)
        if time.monotonic() > until:
            break
    return done


def clear() -> int:
    """Periodic: throw away the files of what was finished, or given up, a week ago."""
    old = EventImport.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).exclude(stage=ImportStage.RUNNING)
    paths = [path for run in old for path in (run.file, run.rows_file) if path.exists()]
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def check(run: EventImport) -> int:
    """Say what would become of each row; nothing is taken in. Another look at the same file gives the same."""
    try:
        if run.file.exists():
            sheet = read_sheet(run.file.read_bytes())
            run.rows = filing.keep(run.rows_file, sheet, run.columns)
        findings = _findings(run)
    except (Problem, OSError) as error:
        detail = str(error.detail) if isinstance(error, Problem) else _("文件已经不在了，请重新上传")
        _set(run, ImportStage.CHECKING, stage=ImportStage.FAILED, error=detail[:300])
        return 0
    _set(run, ImportStage.CHECKING, stage=ImportStage.CHECKED, findings=findings, rows=run.rows)
    return run.rows


def _set(run: EventImport, was: ImportStage, **values: Any) -> None:
    """Unless somebody changed its mind meanwhile."""
    EventImport.objects.filter(pk=run.pk, stage=was).update(**values)


def _findings(run: EventImport) -> dict[str, Any]:
    """Counts by outcome, by state and month, the words nobody knows, and the first rows that are wrong."""
    reader = Reader(run.place.code, run.words, run.prior.coordinates)
    outcomes, months, states = Counter[str](), Counter[str](), Counter[str]()
    unknown = Counter[tuple[str, str]]()
    wrong: list[tuple[int, str, str]] = []
    seen: dict[str, int] = {}
    for batch in batches(in_order(list(filing.rows(run.rows_file))), 0):
        for verdict in judge(batch, reader, run.prior, seen):
            outcomes[verdict.outcome] += 1
            unknown.update(verdict.reading.unknown)
            if past := verdict.reading.past:
                months[f"{timezone.localtime(past.steps[0].at):%Y-%m}"] += 1
                states[past.reached] += 1
            if verdict.outcome == WRONG and verdict.reading.faults and len(wrong) < SHOWN_WRONG:
                wrong.append((verdict.row.number, verdict.reading.number, _("；").join(verdict.reading.faults)))
    return {
        "outcomes": outcomes,
        "months": dict(sorted(months.items())),
        "states": states,
        "unknown": [[name, word, count] for (name, word), count in unknown.most_common()],
        "wrong": wrong,
    }


def batches(kept: list[Kept], start: int) -> Iterator[list[Kept]]:
    rows = iter(kept[start:])
    while batch := list(islice(rows, BATCH)):
        yield batch


def go_on(run: EventImport, *, until: float) -> int:
    """Take in the batches that are left, until the time is over; returns how many rows."""
    try:
        kept = list(filing.rows(run.rows_file))
    except OSError:
        _set(run, ImportStage.RUNNING, stage=ImportStage.FAILED, error=_("文件已经不在了，请重新上传"))
        return 0
    reader = Reader(run.place.code, run.words, run.prior.coordinates)
    kept, done = in_order(kept), 0
    position = EventImport.objects.values_list("position", flat=True).get(pk=run.pk)
    seen: dict[str, int] = {}
    for row in kept[:position]:
        seen.setdefault(row.cells.get("former_number", "").strip(), row.number)
    for batch in batches(kept, position):
        _take_in(run, position, batch, reader, seen)
        position, done = position + len(batch), done + len(batch)
        if time.monotonic() > until:
            return done
    _finish(run)
    return done


@transaction.atomic
def _take_in(run: EventImport, position: int, batch: list[Kept], reader: Reader, seen: dict[str, int]) -> None:
    """The batch and how far it came are one. Whoever finds it further on already was a second worker: it stops."""
    if _position(run) != position:
        raise Conflict(_("这个文件正由另一个进程导入。"), code="import_running")
    outcomes = take_in(batch, reader, run.prior, seen, actor=actor_of(run.started_by))
    EventImport.objects.filter(pk=run.pk).update(
        position=position + len(batch),
        new=F("new") + outcomes[NEW],
        known=F("known") + outcomes[KNOWN],
        changed=F("changed") + outcomes["changed"],
        wrong=F("wrong") + outcomes[WRONG],
    )


def _position(run: EventImport) -> int:
    """Holds the run's row to the end of the transaction."""
    return EventImport.objects.select_for_update().get(pk=run.pk).position


@transaction.atomic
def _finish(run: EventImport) -> None:
    """Months of which figures are compared day by day are reckoned anew."""
    held = EventImport.objects.select_for_update().get(pk=run.pk)
    if held.stage != ImportStage.RUNNING:
        return
    EventImport.objects.filter(pk=run.pk).update(stage=ImportStage.DONE, finished_at=timezone.now())
    today = timezone.localdate()
    first = (today.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)
    for _name, reckon in backfilled:
        reckon(first, today)
    trail.record(
        "event.import",
        actor=actor_of(run.started_by),
        subject_kind="import",
        subject_id=run.pk,
        detail={
            "from_system": run.prior.name,
            "digest": run.digest,
            "rows": held.rows,
            "new": held.new,
            "unchanged": held.known,
            "changed": held.changed,
            "errors": held.wrong,
        },
    )
    run.file.unlink(missing_ok=True)
